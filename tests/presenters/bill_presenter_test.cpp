// SPDX-License-Identifier: GPL-3.0-or-later
// Papers and money around the invoice: big discounts, the tax platform's file, sizes and printers, the hand-over set.
#include "desktop/presenters/bill_presenter.h"

#include "db/settings.h"
#include "desktop/presenters/documents.h"
#include "desktop/presenters/logo_presenter.h"
#include "desktop/presenters/timeline_presenter.h"
#include "tests/presenters/sample_png.h"
#include "tests/presenters/work_order_fixture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace bayline::test {

namespace {

class BillPresenterTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        QuoteAndApprove(advisor->connection, advisor->session, order,
                        {LabourLine("更换前刹车片", 24000), PartLine("前刹车片", 46800)});
        presenter = Open(*advisor);
        invoice = std::make_unique<desktop::InvoicePresenter>(*presenter);
        bills = std::make_unique<desktop::BillPresenter>(*presenter, *invoice);
        documents = std::make_unique<desktop::DocumentsPresenter>(*presenter);
        const auto technician = At("bay", Technician());
        const auto colleague = Desk::Enter(technician->connection, Colleague());
        RepairAll(technician->connection, technician->session, colleague, order);
        presenter->Load();
    }

    desktop::DocumentPtr Lay(desktop::PaperKind kind, desktop::PaperChoice choice = {})
    {
        desktop::DocumentPtr laid;
        documents->Lay(
            kind, std::nullopt, [&](const desktop::DocumentPtr& document) { laid = document; },
            [&](const std::string& sentence) { ADD_FAILURE() << sentence; }, choice);
        return laid;
    }

    std::unique_ptr<desktop::WorkOrderPresenter> presenter;
    std::unique_ptr<desktop::InvoicePresenter> invoice;
    std::unique_ptr<desktop::BillPresenter> bills;
    std::unique_ptr<desktop::DocumentsPresenter> documents;
};

TEST_F(BillPresenterTest, AnIssuedInvoiceKeepsTheLogoAndTheClosingWordsOfItsDay)
{
    const auto* folder = std::getenv("BAYLINE_BIN_DIR");
    setenv("BAYLINE_PHOTO_HELPER", (std::string(folder == nullptr ? "." : folder) + "/bayline-photo").c_str(), 1);
    const auto file = std::filesystem::temp_directory_path() / ("bayline-logo-" + order.Text() + ".png");
    const auto write = [&](const std::vector<std::uint8_t>& bytes) {
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    };
    const auto manager = At("desk2", ManagerOnDuty());
    int longest = 0;
    desktop::LogoPresenter logo(
        manager->context,
        [&](const desktop::LogoPresenter::Jpeg& jpeg, int side) {
            longest = side;
            return jpeg;
        },
        [] {});
    logo.Load();
    EXPECT_TRUE(logo.Now().mayChange);
    EXPECT_EQ(logo.Now().picture, nullptr);
    write({'n', 'o', ' ', 'p', 'i', 'c', 't', 'u', 'r', 'e'});
    logo.Choose(file.string());
    EXPECT_TRUE(logo.Now().failed);
    write(SamplePng(16, 16));
    logo.Choose(file.string());
    EXPECT_TRUE(logo.Now().failed) << "too small";
    write(std::vector<std::uint8_t>(desktop::LogoPresenter::kMostBytes + 1, 0x89));
    logo.Choose(file.string());
    EXPECT_TRUE(logo.Now().failed) << "too large";
    auto damaged = SamplePng(300, 100);
    damaged.resize(damaged.size() / 2);
    write(damaged);
    logo.Choose(file.string());
    EXPECT_TRUE(logo.Now().failed) << "the helper refuses it";
    EXPECT_TRUE(db::LoadShop(manager->connection).logo.empty());

    write(SamplePng(300, 100));
    logo.Choose(file.string());
    ASSERT_FALSE(logo.Now().failed) << logo.Now().message;
    EXPECT_EQ(longest, desktop::LogoPresenter::kLongestSide);
    ASSERT_NE(logo.Now().picture, nullptr);
    advisor->context.shop = db::LoadShop(advisor->connection);
    EXPECT_EQ(advisor->context.shop.logo.size(), 64U) << "every PC has it";
    invoice->Issue(invoice->ProposedForm());
    ASSERT_TRUE(presenter->Order().invoice);
    const auto issued = desktop::PdfOf(*Lay(desktop::PaperKind::Invoice));
    const auto quote = desktop::PdfOf(*Lay(desktop::PaperKind::Quote));

    auto changed = advisor->context.shop;
    changed.invoiceFooter = "新的结束语";
    ASSERT_TRUE(db::ChangeShop(manager->connection, manager->session, core::OperationId::New(), advisor->context.shop,
                               changed));
    write(SamplePng(200, 200));
    logo.Choose(file.string());
    ASSERT_FALSE(logo.Now().failed) << logo.Now().message;
    advisor->context.shop = db::LoadShop(advisor->connection);
    EXPECT_EQ(desktop::PdfOf(*Lay(desktop::PaperKind::Invoice)), issued);
    EXPECT_NE(desktop::PdfOf(*Lay(desktop::PaperKind::Quote)), quote) << "what is not issued looks as today";
    logo.Remove();
    EXPECT_TRUE(db::LoadShop(manager->connection).logo.empty());
    advisor->context.shop = db::LoadShop(advisor->connection);
    EXPECT_EQ(desktop::PdfOf(*Lay(desktop::PaperKind::Invoice)), issued);
    std::filesystem::remove(file);
}

TEST_F(BillPresenterTest, ABigDiscountIsIssuedOnlyWithAManagersPin)
{
    auto form = invoice->ProposedForm();
    form.discount = "70.80";
    form.discountReason = "老客户";
    EXPECT_FALSE(invoice->NeedsManager(form));
    form.discount = "70.81";
    EXPECT_TRUE(invoice->NeedsManager(form));
    invoice->Issue(form);
    EXPECT_EQ(CountOf("invoice.issued"), 0);

    bool done = false;
    bills->IssueConfirmed(form, {Advisor().member.number, Advisor().pin}, [&] { done = true; });
    EXPECT_FALSE(done);
    EXPECT_FALSE(bills->bigDiscount.Refusals().empty());
    bills->bigDiscount.Reopen();
    bills->IssueConfirmed(form, {ManagerOnDuty().member.number, ManagerOnDuty().pin}, [&] { done = true; });
    EXPECT_TRUE(done);
    ASSERT_TRUE(presenter->Order().invoice);
    EXPECT_EQ(presenter->Order().invoice->discountApprovedBy, ManagerOnDuty().member.name);
}

TEST_F(BillPresenterTest, TheTaxInvoiceIsKeptWithItsFile)
{
    invoice->Issue(invoice->ProposedForm());
    const auto path = std::filesystem::temp_directory_path() / ("bayline-" + core::ToString(core::NewUuid()) + ".pdf");
    std::ofstream(path) << "not a tax invoice";
    const std::string number = "26312000000012345678";
    const auto id = invoice->State().invoice;
    documents->StoreTaxInvoice(id, "123", {}, [] {});
    EXPECT_NE(documents->taxInvoice.RefusalAt("tax_number"), nullptr);
    documents->StoreTaxInvoice(id, number, path.string(), [] {});
    EXPECT_NE(documents->taxInvoice.RefusalAt("tax_file"), nullptr);
    EXPECT_EQ(CountOf("tax_invoice.recorded"), 0);
    std::ofstream(path) << "%PDF-1.4 …";
    documents->StoreTaxInvoice(id, number, path.string(), [] {});
    std::filesystem::remove(path);
    EXPECT_EQ(invoice->State().taxInvoice, number);
    EXPECT_TRUE(invoice->State().taxInvoiceFile);
    const auto& recorded = presenter->Order().taxInvoices.back();
    const auto bytes = db::LoadBlob(advisor->connection, recorded.sha256);
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "%PDF-1.4 …");
    for (const auto& row : desktop::BuildTimeline(advisor->context, presenter->Order(), presenter->Read().timeline)) {
        EXPECT_EQ(row.sentence.find("Something happened"), std::string::npos) << row.sentence;
    }
}

TEST_F(BillPresenterTest, EveryKindOfPaperRemembersItsSizeAndPrinter)
{
    invoice->Issue(invoice->ProposedForm());
    EXPECT_EQ(Lay(desktop::PaperKind::Invoice)->pages.front().size, reports::kA4);
    auto& papers = *advisor->context.papers;
    papers.KeepFormat("invoice", "a5");
    papers.KeepPrinter("invoice", "Office");
    papers.KeepFormat("key_tag", "89x36");
    papers.KeepFormat("quote", "no such size");
    EXPECT_EQ(Lay(desktop::PaperKind::Invoice)->pages.front().size, reports::kA5);
    EXPECT_EQ(Lay(desktop::PaperKind::Invoice)->kind, "invoice");
    EXPECT_EQ(Lay(desktop::PaperKind::KeyTag)->pages.front().size, reports::kLabel89x36);
    EXPECT_EQ(Lay(desktop::PaperKind::Quote)->pages.front().size, reports::kA4);
    EXPECT_EQ(papers.Of("invoice").printer, "Office");
    EXPECT_EQ(papers.Of("quote").printer, "");
    // What the customer gets is always the same.
    documents->StoreInvoice();
    ASSERT_EQ(presenter->Read().documents.size(), 1U);
    const auto pdf = db::LoadBlob(advisor->connection, presenter->Read().documents.front().sha256);
    const std::string text(pdf.begin(), pdf.end());
    EXPECT_NE(text.find("595.2"), std::string::npos) << "A4";
}

TEST_F(BillPresenterTest, TheHandOverSetIsInvoiceAndNextServiceAndPartsHaveLabels)
{
    invoice->Issue(invoice->ProposedForm());
    const auto bill = Lay(desktop::PaperKind::Invoice);
    const auto next = Lay(desktop::PaperKind::NextService);
    const auto set = Lay(desktop::PaperKind::HandOver);
    EXPECT_EQ(set->pages.size(), bill->pages.size() + next->pages.size());
    EXPECT_EQ(Lay(desktop::PaperKind::PartLabels)->pages.size(), 1U);
    EXPECT_EQ(Lay(desktop::PaperKind::KeyTag)->pages.size(), 1U);
}

TEST_F(BillPresenterTest, ANewInvoiceInTheOldOnesPlaceIsRoundedOffAsThatWas)
{
    auto form = invoice->ProposedForm();
    form.discount = "0.47";
    form.discountReason = "老客户";
    form.roundOff = core::RoundOff::Tenth;
    invoice->Issue(form);
    ASSERT_TRUE(presenter->Order().invoice);
    const auto credit = [&](core::RoundOff roundOff) {
        const auto id = presenter->Order().invoice->id;
        auto replacement = bills->ReplacementFor(id);
        EXPECT_EQ(replacement.roundOff,
                  presenter->Order().invoice->rounding.minor < -9 ? core::RoundOff::Unit : core::RoundOff::Tenth);
        replacement.roundOff = roundOff;
        std::vector<core::LineId> lines;
        for (const auto& line : bills->CreditableLines(id)) {
            lines.push_back(line.id);
        }
        bills->Credit({.invoice = id,
                       .lines = lines,
                       .reason = "抬头有误",
                       .replace = true,
                       .replacement = replacement,
                       .manager = {ManagerOnDuty().member.number, ManagerOnDuty().pin}},
                      [] {});
        EXPECT_NE(presenter->Order().invoice->id, id) << presenter->SayAbout(bills->credit);
        return presenter->Order().invoice->Payable().minor;
    };
    EXPECT_EQ(presenter->Order().invoice->Payable().minor, 70'750);
    EXPECT_EQ(credit(bills->ReplacementFor(presenter->Order().invoice->id).roundOff), 70'750);
    EXPECT_EQ(credit(core::RoundOff::Unit), 70'700);
    EXPECT_EQ(credit(bills->ReplacementFor(presenter->Order().invoice->id).roundOff), 70'700);
}

} // namespace

} // namespace bayline::test
