// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/quote_presenter.h"

#include "tests/presenters/work_order_fixture.h"

namespace bayline::test {

namespace {

using desktop::LineForm;
using desktop::QuotePresenter;

class QuotePresenterTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        presenter = Open(*advisor);
        quote = std::make_unique<QuotePresenter>(*presenter);
    }

    [[nodiscard]] LineForm Pads() const
    {
        auto form = desktop::NewLineForm(advisor->context.shop, core::LineKind::Part);
        form.description = "前刹车片";
        form.quantity = "1";
        form.unitPrice = "468.00";
        form.partNumber = "04465-33450";
        form.partBrand = "Akebono";
        form.partOrigin = "日本";
        form.warrantyMonths = "12";
        form.warrantyKm = "20000";
        return form;
    }

    /// The pads are quoted and sent, and the customer's yes to them stands in the form.
    [[nodiscard]] desktop::DecisionForm YesToPads()
    {
        quote->SaveLine(Pads(), std::nullopt);
        quote->Send("");
        desktop::DecisionForm yes{.channel = core::Channel::Counter, .byName = "王小明", .phone = {}, .lines = {}};
        quote->ShowDecidable(yes);
        yes.lines[quote->Rows().front().id] = core::Decision::Approved;
        return yes;
    }

    std::unique_ptr<desktop::WorkOrderPresenter> presenter;
    std::unique_ptr<QuotePresenter> quote;
};

/// A colleague at another desk, who has read the order.
struct Colleague
{
    Colleague(std::unique_ptr<Desk> itsDesk, core::WorkOrderId order)
        : desk(std::move(itsDesk)), presenter(desk->context, order), quote(presenter)
    {
        presenter.Load();
    }

    void Price(const char* price)
    {
        const auto before = presenter.Order().lines.front();
        auto form = desktop::FormOf(before);
        form.unitPrice = price;
        quote.SaveLine(form, before);
    }

    std::unique_ptr<Desk> desk;
    desktop::WorkOrderPresenter presenter;
    QuotePresenter quote;
};

TEST_F(QuotePresenterTest, RefusesEveryWrongFieldBesideItself)
{
    auto form = Pads();
    form.description = "";
    form.quantity = "-2";
    form.unitPrice = "cheap";
    form.discount = "120";
    form.tax = "abc";
    form.warrantyMonths = "1.5";
    quote->SaveLine(form, std::nullopt);
    for (const auto* field : {"description", "quantity", "unit_price", "discount", "tax", "warranty_months"}) {
        EXPECT_NE(quote->line.RefusalAt(field), nullptr) << field;
    }
    EXPECT_EQ(CountOf("quote.line_added"), 0);
}

TEST_F(QuotePresenterTest, TheFormGivesBackTheLineItWasMadeFrom)
{
    const auto form = Pads();
    const auto line = desktop::ParseLine(form);
    ASSERT_TRUE(line.Ok());
    EXPECT_EQ(desktop::FormOf(line.Value()), form);
}

TEST_F(QuotePresenterTest, AfterAClashOnlyWhatWasTypedStandsAgainstTheOther)
{
    auto shown = Pads();
    quote->SaveLine(shown, std::nullopt);
    const auto before = presenter->Order().lines.front();
    shown = desktop::FormOf(before);
    const auto other = At("desk2", ManagerOnDuty());
    const auto theirs = Open(*other);
    QuotePresenter their(*theirs);
    auto theirForm = shown;
    theirForm.unitPrice = "450.00";
    theirForm.description = "前刹车片（陶瓷）";
    their.SaveLine(theirForm, before);

    auto typed = shown;
    typed.unitPrice = "420.00";
    typed.payType = core::PayType::Goodwill;
    std::optional<core::QuoteLine> seen = before;
    quote->line.onNotDone = [&] {
        ASSERT_TRUE(quote->line.Clashed());
        seen = presenter->Order().lines.front();
        typed = desktop::TypedOver(desktop::FormOf(*seen), shown, typed);
    };
    quote->SaveLine(typed, seen);
    EXPECT_NE(quote->line.RefusalAt("unit_price"), nullptr);
    EXPECT_EQ(typed.unitPrice, "420.00");
    EXPECT_EQ(typed.description, theirForm.description);
    EXPECT_EQ(typed.payType, core::PayType::Goodwill);
    quote->SaveLine(typed, seen);
    EXPECT_TRUE(quote->line.Refusals().empty());
    const auto& line = presenter->Order().lines.front();
    EXPECT_EQ(line.unitPrice, core::Money{42'000});
    EXPECT_EQ(line.description, theirForm.description);
    EXPECT_EQ(line.payType, core::PayType::Goodwill);
}

TEST_F(QuotePresenterTest, AddingTheSameFormTwiceAddsOneLine)
{
    const auto form = Pads();
    advisor->jobs.Hold(true);
    quote->SaveLine(form, std::nullopt);
    quote->SaveLine(form, std::nullopt);
    advisor->jobs.Hold(false);
    advisor->jobs.RunAll();
    quote->SaveLine(form, std::nullopt);
    EXPECT_EQ(quote->Rows().size(), 1U);
    EXPECT_EQ(CountOf("quote.line_added"), 1);
}

TEST_F(QuotePresenterTest, AFindingBecomesOneLineHoweverOftenItIsClicked)
{
    const auto checklist = SmallChecklist();
    Do(advisor->connection, advisor->session, order, core::StartInspection{core::InspectionId::New(), checklist});
    core::RecordItem red;
    red.item = checklist.items[0].id;
    red.valueMilli = 2100;
    Do(advisor->connection, advisor->session, order, red);
    presenter->Load();
    ASSERT_EQ(quote->Findings().size(), 1U);
    quote->AddFromFinding(checklist.items[0].id);
    quote->AddFromFinding(checklist.items[0].id);
    ASSERT_EQ(quote->Rows().size(), 1U);
    EXPECT_EQ(quote->Rows().front().findingResult, core::Result::Red);
    EXPECT_TRUE(quote->Findings().front().quoted);
}

TEST_F(QuotePresenterTest, SendingWithoutLinesIsRefusedInWords)
{
    quote->Send("");
    EXPECT_FALSE(presenter->SayAbout(quote->send).empty());
    EXPECT_EQ(CountOf("quote.sent"), 0);
}

TEST_F(QuotePresenterTest, ADecisionByPhoneNeedsNameNumberAndLines)
{
    quote->SaveLine(Pads(), std::nullopt);
    quote->Send("请确认");
    ASSERT_EQ(CountOf("quote.sent"), 1);
    const auto line = quote->Rows().front().id;
    desktop::DecisionForm form;
    quote->ShowDecidable(form);
    form.phone = "13812345678";
    form.lines[line] = core::Decision::Approved;
    quote->RecordDecision(form);
    EXPECT_NE(quote->decide.RefusalAt("by_name"), nullptr);
    form.byName = "王小明";
    form.phone.clear();
    quote->RecordDecision(form);
    EXPECT_NE(quote->decide.RefusalAt("phone"), nullptr);
    form.phone = "13812345678";
    quote->RecordDecision(form);
    ASSERT_TRUE(quote->decide.Refusals().empty());
    EXPECT_EQ(quote->Rows().front().state, core::LineState::Approved);
    EXPECT_NE(quote->Rows().front().decision.find("王小明"), std::string::npos);
}

TEST_F(QuotePresenterTest, AChangedPriceTakesTheApprovalAway)
{
    quote->SaveLine(Pads(), std::nullopt);
    quote->Send("");
    desktop::DecisionForm yes{.channel = core::Channel::Counter, .byName = "王小明", .phone = {}, .lines = {}};
    quote->ShowDecidable(yes);
    yes.lines[quote->Rows().front().id] = core::Decision::Approved;
    quote->RecordDecision(yes);
    const auto before = presenter->Order().lines.front();
    auto form = desktop::FormOf(before);
    form.unitPrice = "498.00";
    quote->SaveLine(form, before);
    EXPECT_EQ(quote->Rows().front().state, core::LineState::Draft);
    EXPECT_TRUE(quote->HasUnsent());
}

TEST_F(QuotePresenterTest, TwoPricesForOneLineClashWithBothAmountsAndTheName)
{
    quote->SaveLine(Pads(), std::nullopt);
    const auto seen = presenter->Order().lines.front();
    const auto other = At("desk2", ManagerOnDuty());
    const auto theirs = Open(*other);
    QuotePresenter their(*theirs);
    auto theirForm = desktop::FormOf(seen);
    theirForm.unitPrice = "400.00";
    their.SaveLine(theirForm, seen);
    auto myForm = desktop::FormOf(seen);
    myForm.unitPrice = "450.00";
    quote->SaveLine(myForm, seen);
    const auto sentence = presenter->SayAt(quote->line, "unit_price");
    EXPECT_NE(sentence.find("400.00"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("450.00"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(ManagerOnDuty().member.name), std::string::npos) << sentence;
}

TEST_F(QuotePresenterTest, AYesCountsForThePriceThatWasShown)
{
    auto yes = YesToPads();
    Colleague other(At("desk2", ManagerOnDuty()), order);
    other.Price("800");
    other.quote.Send("");
    presenter->Load();
    quote->RecordDecision(yes);
    EXPECT_NE(presenter->SayAbout(quote->decide).find(ManagerOnDuty().member.name), std::string::npos)
        << presenter->SayAbout(quote->decide);
    EXPECT_EQ(CountOf("quote.decided"), 0);
    quote->ShowDecidable(yes);
    EXPECT_TRUE(yes.lines.empty());
    EXPECT_NE(yes.takenBack.find("前刹车片"), std::string::npos) << yes.takenBack;
    yes.lines[quote->Rows().front().id] = core::Decision::Approved;
    quote->RecordDecision(yes);
    EXPECT_EQ(CountOf("quote.decided"), 1) << presenter->SayAbout(quote->decide);
}

TEST_F(QuotePresenterTest, AnAnswerThatCameMeanwhileIsNotOverwrittenUnseen)
{
    auto yes = YesToPads();
    Colleague other(At("desk2", ManagerOnDuty()), order);
    desktop::DecisionForm no{.channel = core::Channel::Counter, .byName = "李雷", .phone = {}, .lines = {}};
    other.quote.ShowDecidable(no);
    no.lines[quote->Rows().front().id] = core::Decision::Declined;
    other.quote.RecordDecision(no);
    presenter->Load();
    quote->RecordDecision(yes);
    EXPECT_NE(presenter->SayAbout(quote->decide).find("李雷"), std::string::npos) << presenter->SayAbout(quote->decide);
    EXPECT_EQ(quote->Rows().front().state, core::LineState::Declined);
    quote->ShowDecidable(yes);
    EXPECT_TRUE(yes.lines.empty());
    EXPECT_FALSE(yes.takenBack.empty());
}

TEST_F(QuotePresenterTest, ChoicesStayWhereNothingChanged)
{
    auto yes = YesToPads();
    Colleague other(At("desk2", ManagerOnDuty()), order);
    auto wiper = Pads();
    wiper.description = "雨刮";
    other.quote.SaveLine(wiper, std::nullopt);
    other.quote.Send("");
    presenter->Load();
    quote->ShowDecidable(yes);
    EXPECT_EQ(yes.shown.size(), 2U);
    EXPECT_TRUE(yes.takenBack.empty()) << yes.takenBack;
    quote->RecordDecision(yes);
    EXPECT_EQ(CountOf("quote.decided"), 1);
}

TEST_F(QuotePresenterTest, TheQuoteGoesOutAsItStoodOnTheScreen)
{
    quote->SaveLine(Pads(), std::nullopt);
    Colleague other(At("desk2", ManagerOnDuty()), order);
    advisor->jobs.Hold(true);
    quote->Send("请确认");
    other.Price("800");
    advisor->jobs.Hold(false);
    advisor->jobs.RunAll();
    EXPECT_EQ(CountOf("quote.sent"), 0);
    EXPECT_NE(presenter->SayAbout(quote->send).find(ManagerOnDuty().member.name), std::string::npos)
        << presenter->SayAbout(quote->send);
    EXPECT_EQ(quote->Rows().front().unitPrice, core::Display({80000}, "CNY")) << "what is to be looked at";
    quote->Send("请确认");
    EXPECT_EQ(CountOf("quote.sent"), 1) << presenter->SayAbout(quote->send);
}

TEST_F(QuotePresenterTest, WhatThePersonIsStillSavingIsPartOfTheQuoteTheySee)
{
    quote->SaveLine(Pads(), std::nullopt);
    auto wiper = Pads();
    wiper.id = core::LineId::New();
    wiper.description = "雨刮";
    quote->SaveLine(wiper, std::nullopt);
    const auto pads = presenter->Order().lines[0];
    auto dearer = desktop::FormOf(pads);
    dearer.unitPrice = "498.00";
    advisor->jobs.Hold(true);
    quote->SaveLine(dearer, pads);
    quote->RemoveLine(wiper.id);
    quote->Send("");
    advisor->jobs.Hold(false);
    advisor->jobs.RunAll();
    EXPECT_EQ(quote->Rows().size(), 1U);
    EXPECT_EQ(CountOf("quote.sent"), 1) << presenter->SayAbout(quote->send);
}

TEST_F(QuotePresenterTest, OnlyTheQuoteThatWasReadIsWithdrawn)
{
    quote->SaveLine(Pads(), std::nullopt);
    quote->Send("");
    const auto read = presenter->Order().LastRevision()->revision;
    Colleague other(At("desk2", ManagerOnDuty()), order);
    other.Price("800");
    other.quote.Send("");
    presenter->Load();
    quote->Withdraw(read, "价格有误");
    EXPECT_FALSE(presenter->SayAbout(quote->withdraw).empty());
    EXPECT_EQ(CountOf("quote.withdrawn"), 0);
}

TEST_F(QuotePresenterTest, ALineThatAColleagueCorrectedIsNotRemovedUnseen)
{
    quote->SaveLine(Pads(), std::nullopt);
    Colleague other(At("desk2", ManagerOnDuty()), order);
    other.Price("800");
    other.quote.Send("");
    const auto line = quote->Rows().front().id;
    quote->RemoveLine(line);
    EXPECT_NE(presenter->SayAbout(quote->remove).find(ManagerOnDuty().member.name), std::string::npos)
        << presenter->SayAbout(quote->remove);
    ASSERT_EQ(quote->Rows().size(), 1U);
    quote->RemoveLine(line);
    EXPECT_TRUE(quote->Rows().empty()) << "now they have seen it";
}

TEST_F(QuotePresenterTest, FindingsQuotedAtTwoDesksAtOnceStandOnce)
{
    const auto checklist = SmallChecklist();
    Do(advisor->connection, advisor->session, order, core::StartInspection{core::InspectionId::New(), checklist});
    for (const auto& item : checklist.items) {
        core::RecordItem red{.item = item.id, .result = core::Result::Red, .valueFrom = {}, .valueMilli = {}};
        if (item.kind == core::ItemKind::Measured) {
            red.valueMilli = 2100;
        }
        Do(advisor->connection, advisor->session, order, red);
    }
    presenter->Load();
    Colleague first(At("desk2", ManagerOnDuty()), order);
    Colleague second(At("desk2", ManagerOnDuty()), order);
    quote->AddFromFinding(checklist.items[0].id);
    core::LineId shown;
    first.quote.AddFromFinding(checklist.items[0].id, [&](core::LineId line) { shown = line; });
    ASSERT_EQ(first.quote.Rows().size(), 1U);
    EXPECT_EQ(shown, quote->Rows().front().id) << "the colleague's line is the one that opens";
    second.quote.AddAllFindings();
    ASSERT_EQ(second.quote.Rows().size(), 2U);
    EXPECT_EQ(second.presenter.Order().lines[1].finding, checklist.items[1].id);
}

TEST_F(QuotePresenterTest, ATechnicianMayNotQuote)
{
    const auto bay = At("bay", Technician());
    const auto theirs = Open(*bay);
    EXPECT_FALSE(QuotePresenter(*theirs).Editable());
}

TEST_F(QuotePresenterTest, TotalsRunWithTheLines)
{
    quote->SaveLine(Pads(), std::nullopt);
    auto labour = desktop::NewLineForm(advisor->context.shop, core::LineKind::Labour);
    labour.description = "更换前刹车片";
    labour.quantity = "1.5";
    labour.unitPrice = "160";
    quote->SaveLine(labour, std::nullopt);
    EXPECT_EQ(quote->Totals().gross, core::Display(core::Money{46800 + 24000}, "CNY"));
    EXPECT_EQ(quote->AmountOf(labour), core::Display(core::Money{24000}, "CNY"));
}

} // namespace

} // namespace bayline::test
