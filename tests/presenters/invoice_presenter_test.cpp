// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/invoice_presenter.h"

#include "desktop/presenters/documents.h"
#include "desktop/presenters/timeline_presenter.h"
#include "desktop/presenters/whole_file.h"
#include "tests/presenters/work_order_fixture.h"

#include <filesystem>
#include <fstream>

namespace bayline::test {

namespace {

class InvoicePresenterTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        QuoteAndApprove(advisor->connection, advisor->session, order,
                        {LabourLine("更换前刹车片", 24000), PartLine("前刹车片", 46800)});
        presenter = Open(*advisor);
        invoice = std::make_unique<desktop::InvoicePresenter>(*presenter);
    }

    void Finish()
    {
        const auto technician = At("bay", Technician());
        // Both at the same PC: a session belongs to the device it was opened on.
        const auto colleague = Desk::Enter(technician->connection, Colleague());
        RepairAll(technician->connection, technician->session, colleague, order);
        presenter->Load();
    }

    std::unique_ptr<desktop::WorkOrderPresenter> presenter;
    std::unique_ptr<desktop::InvoicePresenter> invoice;
};

TEST_F(InvoicePresenterTest, RefusesWhileAnApprovedLineIsUnfinished)
{
    invoice->Issue(invoice->ProposedForm());
    EXPECT_FALSE(presenter->SayAbout(invoice->issue).empty());
    EXPECT_EQ(CountOf("invoice.issued"), 0);
}

TEST_F(InvoicePresenterTest, MarksBuyerAndMileageBesideTheirFields)
{
    Finish();
    auto form = invoice->ProposedForm();
    form.kmOut = "far";
    invoice->Issue(form);
    EXPECT_NE(invoice->issue.RefusalAt("km_out"), nullptr);
    form.kmOut = "10";
    invoice->Issue(form);
    EXPECT_NE(invoice->issue.RefusalAt("km_out"), nullptr);
    form = invoice->ProposedForm();
    form.buyerName = " ";
    invoice->Issue(form);
    EXPECT_NE(invoice->issue.RefusalAt("buyer.name"), nullptr);
    EXPECT_EQ(CountOf("invoice.issued"), 0);
}

TEST_F(InvoicePresenterTest, IssuesOncePaysInPartsAndHandsOver)
{
    Finish();
    ASSERT_TRUE(invoice->Preview(invoice->ProposedForm()).Ok());
    invoice->Issue(invoice->ProposedForm());
    invoice->Issue(invoice->ProposedForm());
    ASSERT_TRUE(invoice->State().issued);
    EXPECT_EQ(CountOf("invoice.issued"), 1);
    EXPECT_EQ(invoice->State().balanceAmount.minor, 70800);

    invoice->Pay({.method = core::PaymentMethod::Cash, .amount = "1000", .reference = {}});
    EXPECT_NE(invoice->pay.RefusalAt("amount"), nullptr) << "more than is owed";
    invoice->Pay({.method = core::PaymentMethod::Cash, .amount = "-5", .reference = {}});
    EXPECT_NE(invoice->pay.RefusalAt("amount"), nullptr);
    invoice->Deliver("45300", false);
    EXPECT_FALSE(presenter->SayAbout(invoice->deliver).empty()) << "still owed";

    invoice->Pay({.method = core::PaymentMethod::Cash, .amount = "200.00", .reference = {}});
    invoice->Pay({.method = core::PaymentMethod::WeChat, .amount = "508", .reference = "wx-1"});
    EXPECT_TRUE(invoice->State().settled);
    EXPECT_EQ(invoice->State().payments.size(), 2U);
    invoice->Deliver("45300", false);
    EXPECT_TRUE(invoice->State().delivered);
    ASSERT_TRUE(presenter->Order().odometerOut.has_value());
    EXPECT_EQ(presenter->Order().odometerOut->km, 45300);
}

TEST_F(InvoicePresenterTest, HandsOverOnAccount)
{
    Finish();
    invoice->Issue(invoice->ProposedForm());
    invoice->Deliver("45300", true);
    EXPECT_TRUE(invoice->State().delivered);
}

TEST_F(InvoicePresenterTest, TheIssuedInvoiceIsStoredForTheCustomerOnce)
{
    Finish();
    invoice->Issue(invoice->ProposedForm());
    desktop::DocumentsPresenter documents(*presenter);
    ASSERT_TRUE(documents.InvoiceToStore());
    documents.StoreInvoice();
    EXPECT_TRUE(documents.store.Problem().empty()) << documents.store.Problem();
    EXPECT_FALSE(documents.InvoiceToStore());
    ASSERT_EQ(presenter->Read().documents.size(), 1U);
    const auto pdf = db::LoadBlob(advisor->connection, presenter->Read().documents.front().sha256);
    EXPECT_EQ(std::string(pdf.begin(), pdf.begin() + 5), "%PDF-");

    // Another PC that had not seen it yet.
    const auto other = At("desk2", ManagerOnDuty());
    auto theirs = std::make_unique<desktop::WorkOrderPresenter>(other->context, order);
    theirs->Load();
    desktop::DocumentsPresenter(*theirs).StoreInvoice();
    EXPECT_EQ(CountOf("document.stored"), 1);
}

TEST_F(InvoicePresenterTest, DraftAndQuoteAndCheckInSheetCanBeLaidOut)
{
    Finish();
    desktop::DocumentsPresenter documents(*presenter);
    int laid = 0;
    const auto count = [&](const desktop::DocumentPtr& document) {
        laid += document && !document->pages.empty() ? 1 : 0;
    };
    std::string problem;
    const auto failed = [&](const std::string& sentence) { problem = sentence; };
    documents.Lay(desktop::PaperKind::Invoice, invoice->Preview(invoice->ProposedForm()).Value(), count, failed);
    documents.Lay(desktop::PaperKind::Quote, std::nullopt, count, failed);
    documents.Lay(desktop::PaperKind::CheckIn, std::nullopt, count, failed);
    EXPECT_EQ(laid, 3) << problem;
}

TEST_F(InvoicePresenterTest, AFileIsWrittenWholeOrNotAtAll)
{
    const std::string missing = "/nonexistent-folder/paper.pdf";
    EXPECT_THROW(desktop::WriteWholeFile(missing, "%PDF-", desktop::FileReaders::Everybody), core::Failure);
    const auto path =
        (std::filesystem::temp_directory_path() / ("bayline-" + core::ToString(core::NewUuid()))).string();
    desktop::WriteWholeFile(path, "%PDF-1.4", desktop::FileReaders::Everybody);
    std::ifstream file(path);
    std::string content;
    std::getline(file, content);
    EXPECT_EQ(content, "%PDF-1.4");
    EXPECT_FALSE(std::filesystem::exists(path + ".part"));
    std::filesystem::remove(path);
}

TEST_F(InvoicePresenterTest, EveryEventOfTheDayIsASentence)
{
    Finish();
    invoice->Issue(invoice->ProposedForm());
    invoice->Pay({.method = core::PaymentMethod::Cash, .amount = "708", .reference = {}});
    invoice->Deliver("45300", false);
    const auto rows = desktop::BuildTimeline(advisor->context, presenter->Order(), presenter->Read().timeline);
    ASSERT_GE(rows.size(), 10U);
    for (const auto& row : rows) {
        EXPECT_EQ(row.sentence.find("Something happened"), std::string::npos) << row.sentence;
        EXPECT_EQ(row.sentence.find('{'), std::string::npos) << row.sentence;
        EXPECT_FALSE(row.who.empty()) << row.sentence;
        EXPECT_FALSE(row.state.empty());
    }
    EXPECT_EQ(rows.front().sentence, "The car was handed over.");
    EXPECT_EQ(rows.front().reach, db::EventReach::Saved);
}

} // namespace

} // namespace bayline::test
