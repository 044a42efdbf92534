// SPDX-License-Identifier: GPL-3.0-or-later
// Papers and money around the invoice: big discounts, the tax platform's file, sizes and printers, the hand-over set.
#include "desktop/presenters/bill_presenter.h"

#include "desktop/presenters/documents.h"
#include "desktop/presenters/timeline_presenter.h"
#include "tests/presenters/work_order_fixture.h"

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

} // namespace

} // namespace bayline::test
