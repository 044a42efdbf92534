// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/catalogue_presenter.h"

#include "desktop/presenters/quote_presenter.h"
#include "tests/presenters/flaky_jobs.h"
#include "tests/presenters/work_order_fixture.h"
#include "tests/support/temp_directory.h"

#include <filesystem>
#include <fstream>

namespace bayline::test {

namespace {

using desktop::CataloguePresenter;
using desktop::CatalogueSection;

class CataloguePresenterTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        manager = At("desk2", ManagerOnDuty());
        catalogue = std::make_unique<CataloguePresenter>(manager->context, [] {});
    }

    [[nodiscard]] desktop::ItemForm Item(core::LineKind kind, const std::string& code, const std::string& name) const
    {
        auto form = desktop::NewItemForm(manager->context.shop, kind);
        form.code = code;
        form.line.description = name;
        form.priceByRules = false;
        form.line.unitPrice = "100.00";
        return form;
    }

    void FillCatalogue()
    {
        auto work = Item(core::LineKind::Labour, "B-PAD", "更换刹车片");
        work.priceByRules = true;
        work.line.hv = true;
        catalogue->Save(work);
        auto pads = Item(core::LineKind::Part, "P-PAD", "刹车片");
        pads.line.unitCost = "280";
        pads.priceByRules = true;
        catalogue->Save(pads);
        desktop::RulesForm rules{{{"100", "80"}, {"", "45"}}, {{std::nullopt, core::Powertrain::Bev, "260"}}};
        catalogue->Save(rules);
        auto package = desktop::NewPackageForm();
        package.code = "PK-PAD";
        package.name = "刹车套餐";
        package.minutes = "90";
        package.findings = "Pads，Discs";
        package.lines = {{"B-PAD", "1.5", ""}, {"P-PAD", "1", ""}};
        catalogue->Save(package);
        ASSERT_TRUE(catalogue->Now().refusals.empty()) << catalogue->Now().refusals.front().Text();
        ASSERT_EQ(catalogue->Now().packages.size(), 1U);
    }

    std::unique_ptr<Desk> manager;
    std::unique_ptr<CataloguePresenter> catalogue;
    const TempDirectory temporary;
    const std::filesystem::path directory = temporary.Path();
};

TEST_F(CataloguePresenterTest, EveryWrongFieldIsRefusedBesideItself)
{
    auto form = Item(core::LineKind::Part, "", "");
    form.line.unitPrice = "cheap";
    catalogue->Save(form);
    EXPECT_FALSE(catalogue->SayAt("name").empty());
    EXPECT_FALSE(catalogue->SayAt("unit_price").empty());
    form = Item(core::LineKind::Part, "P", "Pads");
    form.priceByRules = true;
    catalogue->Save(form);
    EXPECT_FALSE(catalogue->SayAt("unit_cost").empty()) << "no rule without a cost";
    auto package = desktop::NewPackageForm();
    package.code = "PK";
    package.name = "Pads";
    package.lines = {{"NOWHERE", "1", ""}};
    catalogue->Save(package);
    EXPECT_NE(catalogue->SayAt("lines").find("NOWHERE"), std::string::npos);
    EXPECT_TRUE(catalogue->Now().items.empty());
}

TEST_F(CataloguePresenterTest, AnAdvisorReadsAndMovesStockButDoesNotEdit)
{
    FillCatalogue();
    CataloguePresenter theirs(advisor->context, [] {});
    theirs.Refresh();
    EXPECT_FALSE(theirs.MayEdit());
    theirs.Go(CatalogueSection::Parts);
    ASSERT_EQ(theirs.Items().size(), 1U);
    const auto pads = theirs.Items()[0]->id;
    theirs.Receive(pads, "4", "", "送货单");
    EXPECT_EQ(theirs.Find(pads)->stock, core::Quantity{4000});
    theirs.Count(pads, "many", "");
    EXPECT_FALSE(theirs.SayAt("quantity").empty());
    theirs.Count(pads, "3", "盘点");
    EXPECT_EQ(theirs.Find(pads)->stock, core::Quantity{3000});
}

TEST_F(CataloguePresenterTest, AnEstimateFromAPackageAndTheFindingsTakesTwoClicksAndSending)
{
    FillCatalogue();
    auto checklist = SmallChecklist();
    Do(advisor->connection, advisor->session, order, core::StartInspection{core::InspectionId::New(), checklist});
    for (const auto& item : checklist.items) {
        core::RecordItem red;
        red.item = item.id;
        red.result = core::Result::Red;
        red.valueMilli = item.limits ? std::optional<std::int64_t>(2100) : std::nullopt;
        Do(advisor->connection, advisor->session, order, red);
    }
    const auto presenter = Open(*advisor);
    desktop::QuotePresenter quote(*presenter);
    quote.LoadOffers();
    ASSERT_EQ(quote.Packages().size(), 1U);
    quote.AddAllFindings();
    ASSERT_EQ(quote.Rows().size(), 3U) << "the package's two lines for the pads and a plain one for the lights";
    const auto& lines = presenter->Order().lines;
    EXPECT_EQ(lines[0].unitPrice.minor, 26000) << "the rate for electric cars";
    EXPECT_TRUE(lines[0].hv);
    EXPECT_EQ(lines[0].finding, checklist.items[0].id);
    EXPECT_EQ(lines[1].unitPrice.minor, 45878) << "280.00 × 1.45 × 1.13";
    EXPECT_EQ(lines[2].finding, checklist.items[1].id);
    EXPECT_EQ(lines[2].position, 3);
    quote.AddPackage(quote.Packages()[0].id);
    EXPECT_EQ(quote.Rows().size(), 5U);
    quote.Send("");
    EXPECT_EQ(CountOf("quote.sent"), 1);
}

TEST_F(CataloguePresenterTest, ExportAndImportGoRoundInBothFormats)
{
    FillCatalogue();
    for (const auto* name : {"catalogue.xlsx", "catalogue.csv"}) {
        SCOPED_TRACE(name);
        const auto path = (directory / name).string();
        catalogue->Export(path);
        ASSERT_TRUE(catalogue->Now().problem.empty()) << catalogue->Now().problem;
        std::optional<core::CatalogueImport> import;
        catalogue->ReadImport(path, [&](core::CatalogueImport read) { import = std::move(read); });
        ASSERT_TRUE(import) << catalogue->SayAt("file");
        EXPECT_EQ(import->same, 2);
        EXPECT_EQ(import->refusedRows, 0);
        EXPECT_TRUE(import->items.empty());
    }
}

TEST_F(CataloguePresenterTest, APackageWithAPriceOfItsOwnIsQuotedAtExactlyThat)
{
    FillCatalogue();
    auto form = desktop::FormOfPackage(catalogue->Now().packages[0]);
    form.price = "a lot";
    catalogue->Save(form);
    EXPECT_FALSE(catalogue->SayAt("price").empty());
    form.price = "799.99";
    catalogue->Save(form);
    ASSERT_TRUE(catalogue->Now().refusals.empty()) << catalogue->Now().refusals.front().Text();
    EXPECT_EQ(catalogue->PriceText(catalogue->Now().packages[0]), "¥799.99");
    const auto presenter = Open(*advisor);
    desktop::QuotePresenter quote(*presenter);
    quote.LoadOffers();
    ASSERT_EQ(quote.Packages().size(), 1U);
    quote.AddPackage(quote.Packages()[0].id);
    EXPECT_EQ(core::ComputeTotals(presenter->Order().lines, true).gross.minor, 79'999);
}

TEST_F(CataloguePresenterTest, PackagesGoOutAndComeBackInBothFormats)
{
    FillCatalogue();
    catalogue->Go(CatalogueSection::Packages);
    for (const auto* name : {"packages.xlsx", "packages.csv"}) {
        SCOPED_TRACE(name);
        const auto path = (directory / name).string();
        catalogue->Export(path);
        ASSERT_TRUE(catalogue->Now().problem.empty()) << catalogue->Now().problem;
        std::optional<core::CatalogueImport> import;
        catalogue->ReadImport(path, [&](core::CatalogueImport read) { import = std::move(read); });
        ASSERT_TRUE(import) << catalogue->SayAt("file");
        EXPECT_EQ(import->same, 1);
        EXPECT_TRUE(import->refused.empty()) << import->refused.front().why.Text();
    }
    const auto path = (directory / "more.csv").string();
    std::ofstream(path) << "code,name,package price,code of work or part,hours or quantity\n"
                           "PK-PAD,刹车套餐,599,B-PAD,1.5\nPK-PAD,,,P-PAD,1\nPK-2,Other,,NOWHERE,1\n";
    std::optional<core::CatalogueImport> import;
    catalogue->ReadImport(path, [&](core::CatalogueImport read) { import = std::move(read); });
    ASSERT_TRUE(import);
    EXPECT_EQ(import->changed, 1);
    ASSERT_EQ(import->refused.size(), 1U);
    EXPECT_EQ(import->refused[0].row, 4);
    catalogue->TakeImport(*import);
    ASSERT_EQ(catalogue->Now().packages.size(), 1U);
    EXPECT_EQ(catalogue->Now().packages[0].price, core::Money{59'900});
    EXPECT_EQ(catalogue->Now().packages[0].minutes, 90);
}

TEST_F(CataloguePresenterTest, AnImportTellsTheRefusedRowsAndWritesOnlyWhenToldTo)
{
    const auto path = (directory / "list.csv").string();
    std::ofstream(path) << "code,kind,name,price\nA,part,Good,10\nB,part,Bad,ten\n";
    std::optional<core::CatalogueImport> import;
    catalogue->ReadImport(path, [&](core::CatalogueImport read) { import = std::move(read); });
    ASSERT_TRUE(import);
    EXPECT_EQ(import->created, 1);
    ASSERT_EQ(import->refused.size(), 1U);
    EXPECT_EQ(import->refused[0].row, 3);
    EXPECT_TRUE(catalogue->Now().items.empty()) << "nothing is written by reading";
    catalogue->TakeImport(*import);
    ASSERT_EQ(catalogue->Now().items.size(), 1U);
    catalogue->ReadImport((directory / "missing.csv").string(), [](const core::CatalogueImport&) { FAIL(); });
    EXPECT_FALSE(catalogue->SayAt("file").empty());
}

/// A list of that many different parts.
void WriteLongList(const std::string& path, std::size_t rows)
{
    std::ofstream file(path);
    file << "code,kind,name,price\n";
    for (std::size_t row = 0; row < rows; ++row) {
        file << "L-" << row << ",part,Screw,1\n";
    }
}

TEST_F(CataloguePresenterTest, ALongImportTellsHowFarItIsAndCanBeStopped)
{
    const auto path = (directory / "long.csv").string();
    constexpr std::size_t kRows = 450;
    WriteLongList(path, kRows);
    std::optional<core::CatalogueImport> import;
    const auto read = [&] {
        catalogue->ReadImport(path, [&](core::CatalogueImport found) { import = std::move(found); });
    };
    read();
    ASSERT_TRUE(import);
    ASSERT_EQ(import->items.size(), kRows);
    std::vector<std::size_t> steps;
    catalogue->TakeImport(*import, [&] {
        steps.push_back(catalogue->Now().importing->taken);
        catalogue->StopImport();
    });
    const auto taken = catalogue->Now().items.size();
    EXPECT_EQ(steps, std::vector{taken}) << "what was on its way when it was stopped is kept";
    EXPECT_GT(taken, 0U);
    EXPECT_LT(taken, kRows);
    EXPECT_FALSE(catalogue->Now().importing);
    EXPECT_NE(catalogue->Now().said.find(std::to_string(taken) + " of 450"), std::string::npos)
        << catalogue->Now().said;

    read();
    EXPECT_EQ(import->same, static_cast<int>(taken));
    steps.clear();
    catalogue->TakeImport(*import, [&] { steps.push_back(catalogue->Now().importing->taken); });
    EXPECT_EQ(catalogue->Now().items.size(), kRows);
    EXPECT_EQ(steps.back(), kRows - taken);
    EXPECT_EQ(catalogue->Now().said, std::to_string(kRows - taken) + " rows were taken over.");
}

TEST_F(CataloguePresenterTest, AnImportWaitsWhileTheDatabaseIsAwayAndGoesOn)
{
    const auto path = (directory / "long.csv").string();
    constexpr std::size_t kRows = 450;
    WriteLongList(path, kRows);
    FlakyJobs flaky(manager->jobs);
    desktop::Context context{.jobs = flaky,
                             .sessionToken = manager->context.sessionToken,
                             .person = manager->context.person,
                             .shop = manager->context.shop,
                             .zone = manager->context.zone};
    CataloguePresenter presenter(context, [] {});
    presenter.Go(CatalogueSection::Parts);
    std::optional<core::CatalogueImport> import;
    presenter.ReadImport(path, [&](core::CatalogueImport found) { import = std::move(found); });
    ASSERT_TRUE(import);
    std::size_t before = 0;
    presenter.TakeImport(*import, [&] {
        if (before == 0) {
            before = presenter.Now().importing->taken;
            flaky.Away(true);
        }
    });
    ASSERT_TRUE(presenter.Now().importing) << presenter.Now().problem;
    EXPECT_TRUE(presenter.Now().importing->waiting);
    EXPECT_EQ(presenter.Now().importing->taken, before);
    EXPECT_TRUE(presenter.Now().problem.empty());
    flaky.Away(false);
    manager->jobs.Retry();
    EXPECT_FALSE(presenter.Now().importing);
    EXPECT_EQ(presenter.Now().said, "450 rows were taken over.");
    EXPECT_EQ(presenter.Now().items.size(), kRows);
}

class CatalogueLostAnswerTest : public CataloguePresenterTest
{
protected:
    void SetUp() override
    {
        CataloguePresenterTest::SetUp();
        jobs = std::make_unique<FlakyJobs>(manager->jobs);
        context.reset(new desktop::Context{.jobs = *jobs,
                                           .sessionToken = manager->context.sessionToken,
                                           .person = manager->context.person,
                                           .shop = manager->context.shop,
                                           .zone = manager->context.zone});
        presenter = std::make_unique<CataloguePresenter>(*context, [] {});
    }

    /// It is saved, and the screen is told that it was not.
    template <class Deed>
    void WithoutAnswer(Deed deed)
    {
        jobs->LoseAnswers(true);
        deed();
        jobs->LoseAnswers(false);
        EXPECT_FALSE(presenter->Now().problem.empty());
        EXPECT_TRUE(presenter->Now().said.empty());
    }

    std::unique_ptr<FlakyJobs> jobs;
    std::unique_ptr<desktop::Context> context;
    std::unique_ptr<CataloguePresenter> presenter;
};

TEST_F(CatalogueLostAnswerTest, AnotherItemSavedNextIsWritten)
{
    WithoutAnswer([&] { presenter->Save(Item(core::LineKind::Part, "P-A", "前刹车片")); });
    bool done = false;
    presenter->Save(Item(core::LineKind::Part, "P-B", "后刹车片"), [&] { done = true; });
    EXPECT_TRUE(done) << presenter->Now().problem;
    EXPECT_NE(presenter->FindCode("P-A"), nullptr);
    EXPECT_NE(presenter->FindCode("P-B"), nullptr);
}

TEST_F(CatalogueLostAnswerTest, TheSameItemWithAnotherPriceIsWritten)
{
    auto form = Item(core::LineKind::Part, "P-A", "前刹车片");
    WithoutAnswer([&] { presenter->Save(form); });
    form.line.unitPrice = "120.00";
    presenter->Save(form);
    const auto* saved = presenter->FindCode("P-A");
    ASSERT_NE(saved, nullptr);
    EXPECT_NE(presenter->PriceText(*saved).find("120.00"), std::string::npos);
}

TEST_F(CatalogueLostAnswerTest, TheSamePartsAreReceivedOnce)
{
    presenter->Save(Item(core::LineKind::Part, "P-A", "前刹车片"));
    ASSERT_NE(presenter->FindCode("P-A"), nullptr);
    const auto part = presenter->FindCode("P-A")->id;
    WithoutAnswer([&] { presenter->Receive(part, "4", "", "送货单"); });
    presenter->Receive(part, "4", "", "送货单");
    EXPECT_EQ(presenter->Find(part)->stock, core::Quantity{4000});
    presenter->Receive(part, "4", "", "送货单");
    EXPECT_EQ(presenter->Find(part)->stock, core::Quantity{8000}) << "a delivery of its own";
}

TEST_F(CataloguePresenterTest, AnImportGoesOnInTheNameOfWhoBeganItWhenTheyHaveSignedOut)
{
    const auto path = (directory / "long.csv").string();
    constexpr std::size_t kRows = 450;
    WriteLongList(path, kRows);
    catalogue->Go(CatalogueSection::Parts);
    std::optional<core::CatalogueImport> import;
    catalogue->ReadImport(path, [&](core::CatalogueImport found) { import = std::move(found); });
    ASSERT_TRUE(import);
    catalogue->TakeImport(*import, [&] {
        manager->context.sessionToken.clear();
        manager->context.person = {};
    });
    EXPECT_TRUE(catalogue->Now().problem.empty()) << catalogue->Now().problem;
    EXPECT_EQ(catalogue->Now().said, "450 rows were taken over.");
}

/// A part is open in the manager's form while others go on working.
class OpenEntryTest : public CataloguePresenterTest
{
protected:
    void SetUp() override
    {
        CataloguePresenterTest::SetUp();
        auto pads = Item(core::LineKind::Part, "P-PAD", "刹车片");
        pads.line.unitCost = "80";
        catalogue->Save(pads);
        id = catalogue->FindCode("P-PAD")->id;
        shown = typed = desktop::FormOfItem(*catalogue->Find(id));
        theirs = std::make_unique<CataloguePresenter>(advisor->context, [] {});
        theirs->Refresh();
    }

    [[nodiscard]] core::CatalogueItem Present()
    {
        catalogue->Refresh();
        return *catalogue->Find(id);
    }

    core::CatalogueItemId id;
    desktop::ItemForm shown;
    desktop::ItemForm typed;
    std::unique_ptr<CataloguePresenter> theirs;
};

TEST_F(OpenEntryTest, SavingANameLeavesTheCostOfADeliveryBookedMeanwhile)
{
    theirs->Receive(id, "4", "95", "送货单");
    typed.line.description = "前刹车片";
    catalogue->Save(typed, {}, desktop::Shown<desktop::ItemForm>{shown});
    ASSERT_TRUE(catalogue->Now().refusals.empty()) << catalogue->Now().refusals.front().Text();
    EXPECT_EQ(Present().name, "前刹车片");
    EXPECT_EQ(Present().unitCost, core::Money{9'500});
}

TEST_F(OpenEntryTest, ACostThatBothChangedIsToldWithBothValuesAndSavingAgainDecides)
{
    theirs->Receive(id, "4", "95", "送货单");
    typed.line.unitCost = "90";
    desktop::Shown<desktop::ItemForm> before{shown, [&](const desktop::ItemForm& now) { shown = now; }};
    catalogue->Save(typed, {}, before);
    const auto said = catalogue->SayAt("unit_cost");
    EXPECT_NE(said.find("95.00"), std::string::npos) << said;
    EXPECT_NE(said.find("90.00"), std::string::npos) << said;
    EXPECT_EQ(Present().unitCost, core::Money{9'500});
    EXPECT_EQ(shown.line.unitCost, "95.00");
    catalogue->Save(typed, {}, desktop::Shown<desktop::ItemForm>{shown});
    EXPECT_EQ(Present().unitCost, core::Money{9'000});
}

TEST_F(OpenEntryTest, NewsOfTheCatalogueAreShownAndLeaveWhatIsTyped)
{
    theirs->Receive(id, "4", "95", "送货单");
    manager->context.changes->Publish({.everything = false, .streams = {{"work_order/" + order.Text(), 9}}});
    EXPECT_FALSE(catalogue->Find(id)->stock) << "an order says nothing of the catalogue";
    const int reads = catalogue->Now().reads;
    manager->context.changes->Publish({.everything = false, .streams = {{"catalogue/" + id.Text(), 2}}});
    EXPECT_EQ(catalogue->Find(id)->stock, core::Quantity{4000});
    EXPECT_EQ(catalogue->Now().reads, reads + 1);
    typed.line.description = "前刹";
    desktop::Follow(typed, shown, desktop::FormOfItem(*catalogue->Find(id)));
    EXPECT_EQ(typed.line.unitCost, "95.00");
    EXPECT_EQ(shown.line.unitCost, "95.00");
    EXPECT_EQ(typed.line.description, "前刹");
    EXPECT_EQ(shown.line.description, "刹车片");
}

TEST_F(OpenEntryTest, NewsThatComeWhileTheCatalogueIsReadCostOneFurtherReading)
{
    const int reads = catalogue->Now().reads;
    manager->jobs.Hold(true);
    for (int seq = 2; seq < 6; ++seq) {
        manager->context.changes->Publish({.everything = false, .streams = {{"catalogue/" + id.Text(), seq}}});
    }
    manager->jobs.Hold(false);
    manager->jobs.RunAll();
    EXPECT_EQ(catalogue->Now().reads, reads + 2);
}

TEST_F(OpenEntryTest, AnImportLeavesWhatItsFileSaysNothingAboutAndTellsWhatOthersChanged)
{
    const auto path = (directory / "costs.csv").string();
    const auto read = [&](const std::string& content) {
        std::ofstream(path) << content;
        std::optional<core::CatalogueImport> import;
        catalogue->ReadImport(path, [&](core::CatalogueImport found) { import = std::move(found); });
        return *import;
    };
    const auto names = read("code,kind,name\nP-PAD,part,前刹车片\n");
    theirs->Receive(id, "4", "95", "送货单");
    catalogue->TakeImport(names);
    EXPECT_EQ(Present().name, "前刹车片");
    EXPECT_EQ(Present().unitCost, core::Money{9'500});

    const std::string costs = "code,kind,name,cost\nP-PAD,part,前刹车片,90\n";
    const auto import = read(costs);
    ASSERT_EQ(import.changed, 1);
    theirs->Receive(id, "4", "96", "送货单");
    catalogue->TakeImport(import);
    EXPECT_NE(catalogue->Now().problem.find("P-PAD: somebody else has changed this to “96.00”"), std::string::npos)
        << catalogue->Now().problem;
    manager->context.changes->Publish({.everything = false, .streams = {{"catalogue/" + id.Text(), 5}}});
    EXPECT_FALSE(catalogue->Now().problem.empty()) << "news do not take it away";
    EXPECT_EQ(Present().unitCost, core::Money{9'600});
    catalogue->TakeImport(read(costs));
    EXPECT_EQ(Present().unitCost, core::Money{9'000}) << "the same file once more is a decision";
}

TEST_F(OpenEntryTest, PriceRulesAndPackagesKeepWhatAnotherManagerChanged)
{
    auto package = desktop::NewPackageForm();
    package.code = "PK";
    package.name = "刹车套餐";
    package.lines = {{"P-PAD", "1", ""}};
    catalogue->Save(package);
    catalogue->Save(desktop::RulesForm{{{"", "45"}}, {{std::nullopt, core::Powertrain::Bev, "260"}}});
    const auto seen = desktop::FormOfPackage(catalogue->Now().packages.at(0));
    const auto rules = desktop::FormOfRules(catalogue->Now().rules);
    const auto second = At("desk", ManagerOnDuty());
    CataloguePresenter other(second->context, [] {});
    other.Refresh();
    auto changed = seen;
    changed.lines = {{"P-PAD", "2", ""}};
    other.Save(changed, {}, desktop::Shown<desktop::PackageForm>{seen});
    auto raised = rules;
    raised.labour[0].rate = "280";
    other.Save(raised, {}, desktop::Shown<desktop::RulesForm>{rules});
    ASSERT_TRUE(other.Now().refusals.empty()) << other.Now().refusals.front().Text();

    auto mine = seen;
    mine.minutes = "60";
    catalogue->Save(mine, {}, desktop::Shown<desktop::PackageForm>{seen});
    ASSERT_TRUE(catalogue->Now().refusals.empty()) << catalogue->Now().refusals.front().Text();
    EXPECT_EQ(catalogue->Now().packages.at(0).minutes, 60);
    EXPECT_EQ(catalogue->Now().packages.at(0).lines.at(0).quantity, core::Quantity{2000});
    mine.lines = {{"P-PAD", "3", ""}};
    catalogue->Save(mine, {}, desktop::Shown<desktop::PackageForm>{seen});
    EXPECT_NE(catalogue->SayAt("lines").find("P-PAD × 2"), std::string::npos) << catalogue->SayAt("lines");

    auto bands = rules;
    bands.parts[0].markup = "50";
    catalogue->Save(bands, {}, desktop::Shown<desktop::RulesForm>{rules});
    ASSERT_TRUE(catalogue->Now().refusals.empty()) << catalogue->Now().refusals.front().Text();
    EXPECT_EQ(catalogue->Now().rules.parts.at(0).markup.bp, 5'000);
    EXPECT_EQ(catalogue->Now().rules.labour.at(0).rate.minor, 28'000);
    bands.labour[0].rate = "290";
    catalogue->Save(bands, {}, desktop::Shown<desktop::RulesForm>{rules});
    const auto said = catalogue->SayOutside({});
    EXPECT_NE(said.find("280.00"), std::string::npos) << said;
    EXPECT_NE(said.find("290.00"), std::string::npos) << said;
    EXPECT_EQ(catalogue->Now().rules.labour.at(0).rate.minor, 28'000);
}

} // namespace

} // namespace bayline::test
