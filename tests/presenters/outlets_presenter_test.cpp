// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/outlets_presenter.h"

#include "core/bill_rules.h"
#include "db/devices.h"
#include "db/outlets.h"
#include "desktop/presenters/board_presenter.h"
#include "desktop/presenters/documents.h"
#include "desktop/presenters/invoice_presenter.h"
#include "desktop/presenters/logo_presenter.h"
#include "desktop/presenters/staff_presenter.h"
#include "desktop/presenters/till_presenter.h"
#include "tests/presenters/desk.h"
#include "tests/presenters/sample_png.h"
#include "tests/presenters/work_order_fixture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace bayline::test {

using desktop::OutletsPresenter;

class OutletsPresenterTest : public DeskTest
{
protected:
    /// The shop gets an outlet B with "desk2" in it, and this PC hears of it.
    void AddB()
    {
        SignIn(ManagerOnDuty());
        OutletsPresenter presenter(*m_context, [] {});
        presenter.Load();
        presenter.Add();
        presenter.Save({.code = "b", .name = "Harbour", .address = "8 Quay Road", .bays = "H1, H2"});
        ASSERT_FALSE(presenter.Now().failed) << presenter.Now().message;
        db::Connection owner(OwnerSettings());
        db::MoveDevice(owner, "desk2", 2);
        m_context->Take(db::LoadPremises(*m_connection));
    }
};

TEST_F(OutletsPresenterTest, KeepsWhatIsTypedBesideWhatIsWrong)
{
    SignIn(ManagerOnDuty());
    EXPECT_FALSE(m_context->HasOutlets());
    OutletsPresenter presenter(*m_context, [] {});
    presenter.Load();
    ASSERT_TRUE(presenter.Now().mayChange);
    ASSERT_EQ(presenter.Now().outlets.size(), 1U);
    presenter.Save({.code = "B", .name = "nowhere"});
    EXPECT_EQ(db::LoadOutlets(*m_connection).size(), 1U) << "nothing was begun";
    presenter.Add();
    EXPECT_FALSE(presenter.CodeIsFixed());
    presenter.Save({.code = "B-1", .name = " ", .phone = "021"});
    EXPECT_TRUE(presenter.Now().failed);
    EXPECT_EQ(presenter.Now().problems.count("code"), 1U);
    EXPECT_EQ(presenter.Now().problems.count("name"), 1U);
    EXPECT_EQ(presenter.Now().form.phone, "021");
    presenter.Save({.code = "b1", .name = "Harbour", .phone = "021", .bays = "H1, H2,"});
    EXPECT_FALSE(presenter.Now().failed) << presenter.Now().message;
    const auto saved = db::LoadOutlets(*m_connection).at(1);
    EXPECT_EQ(saved.code, "B1");
    EXPECT_EQ(saved.own.bays, (std::vector<std::string>{"H1", "H2"}));
    presenter.Choose(saved.id);
    EXPECT_TRUE(presenter.CodeIsFixed());
    EXPECT_EQ(presenter.Now().form.bays, "H1, H2");

    // Another manager changes the phone meanwhile; the same field is refused, another one is not.
    auto theirs = saved;
    theirs.own.phone = "022";
    ASSERT_TRUE(db::SaveOutlet(*m_connection, m_session, core::OperationId::New(), saved, theirs));
    auto form = presenter.Now().form;
    form.bank = "Bank of Quay";
    presenter.Save(form);
    EXPECT_FALSE(presenter.Now().failed);
    EXPECT_EQ(db::LoadOutlets(*m_connection).at(1).own.phone, "022");
    EXPECT_EQ(db::LoadOutlets(*m_connection).at(1).own.bank, "Bank of Quay");
    presenter.Choose(saved.id);
    presenter.SetActive(false);
    EXPECT_FALSE(db::LoadOutlets(*m_connection).at(1).active);
    SignIn(Advisor());
    presenter.Load();
    EXPECT_FALSE(presenter.Now().mayChange);
}

TEST_F(OutletsPresenterTest, AnOutletHasALogoOfItsOwnAndIsBackAtTheShopsWithoutIt)
{
    const auto* folder = std::getenv("BAYLINE_BIN_DIR");
    setenv("BAYLINE_PHOTO_HELPER", (std::string(folder == nullptr ? "." : folder) + "/bayline-photo").c_str(), 1);
    AddB();
    SignIn(ManagerOnDuty());
    const auto outlet = db::LoadOutlets(*m_connection).at(1);
    const auto file = std::filesystem::temp_directory_path() / ("bayline-logo-" + outlet.id.Text() + ".png");
    const auto bytes = SamplePng(300, 100);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    desktop::LogoPresenter logo(
        *m_context, [](const desktop::LogoPresenter::Jpeg& jpeg, int) { return jpeg; }, [] {},
        desktop::LogoOfOutlet(outlet.id));
    logo.Load();
    EXPECT_EQ(logo.Now().picture, nullptr);
    logo.Choose(file.string());
    ASSERT_FALSE(logo.Now().failed) << logo.Now().message;
    const auto own = db::LoadOutlets(*m_connection).at(1).own.logo;
    EXPECT_EQ(own.size(), 64U);
    EXPECT_TRUE(db::LoadOwnShop(*m_connection).logo.empty()) << "the shop's own stays as it was";

    // The form of the outlet was opened before: saving it leaves the logo alone.
    OutletsPresenter presenter(*m_context, [] {});
    presenter.Load();
    presenter.Choose(outlet.id);
    logo.Remove();
    EXPECT_TRUE(db::LoadOutlets(*m_connection).at(1).own.logo.empty());
    auto form = presenter.Now().form;
    form.bank = "Bank of Quay";
    presenter.Save(form);
    EXPECT_FALSE(presenter.Now().failed) << presenter.Now().message;
    EXPECT_TRUE(db::LoadOutlets(*m_connection).at(1).own.logo.empty());
    EXPECT_EQ(db::LoadOutlets(*m_connection).at(1).own.bank, "Bank of Quay");

    logo.MoveTo(desktop::LogoOfOutlet(db::LoadOutlets(*m_connection).at(0).id));
    EXPECT_EQ(logo.Now().picture, nullptr);
    std::filesystem::remove(file);
}

TEST_F(OutletsPresenterTest, ListsShowThisOutletUntilAllAreAskedFor)
{
    AddB();
    EXPECT_EQ(m_context->OutletName(2), "Harbour");
    EXPECT_EQ(m_context->OutletName(1), "First outlet");
    EXPECT_EQ(m_context->ElsewhereName(1), "");
    db::Connection there(DeviceSettings("desk2"));
    const auto advisor = SignInAs(there, Advisor());
    const auto theirs = CheckIn(there, advisor, CheckInForm("李雷", "沪A22222"));
    CheckIn(*m_connection, m_session, CheckInForm("王小明", "沪A11111"));
    Do(there, advisor, theirs, core::TakeDeposit{core::PaymentId::New(), core::PaymentMethod::Cash, {10'000}, {}});

    desktop::BoardPresenter board(*m_context, [] {});
    board.Refresh();
    ASSERT_EQ(board.Now().cards.size(), 1U);
    EXPECT_EQ(board.Now().open, 1U);
    EXPECT_EQ(board.OutletText(board.Now().cards[0]), "");
    board.SetFilter({.everywhere = true});
    ASSERT_EQ(board.Now().cards.size(), 2U);
    EXPECT_EQ(board.OutletText(*board.Find(theirs)), "Harbour");

    desktop::TillPresenter till(*m_context, [] {});
    till.Refresh();
    EXPECT_TRUE(till.Now().accounts.empty());
    EXPECT_EQ(till.Now().till->figures.deposits.count, 0);
    till.ShowEverywhere(true);
    EXPECT_EQ(till.Now().accounts.size(), 1U);
    EXPECT_EQ(till.Now().till->figures.deposits.count, 0) << "the till stays this outlet's";

    const auto order = db::LoadWorkOrder(*m_connection, theirs);
    EXPECT_EQ(m_context->ShopOf(order.outlet).address, "8 Quay Road");
    EXPECT_NE(m_context->shop.address, "8 Quay Road");
}

TEST_F(OutletsPresenterTest, PapersAreTheSameWhereverTheyAreMade)
{
    AddB();
    Desk there(DeviceSettings("desk2"), Advisor(), false);
    there.context.Take(db::LoadPremises(there.connection));
    const auto id = CheckIn(there.connection, there.session);
    QuoteAndApprove(there.connection, there.session, id, {PartLine("Front pads", 46'800)});
    db::Connection bay(DeviceSettings("bay"));
    RepairAll(bay, SignInAs(bay, Technician()), SignInAs(bay, Colleague()), id);

    // The bill is written at the first outlet.
    SignIn(Advisor());
    desktop::WorkOrderPresenter here(*m_context, id);
    here.Load();
    desktop::InvoicePresenter invoice(here);
    invoice.Issue(invoice.ProposedForm());
    const auto order = db::LoadWorkOrder(*m_connection, id);
    ASSERT_TRUE(order.invoice);
    EXPECT_EQ(order.invoice->number.substr(0, 6), "B-INV-");
    EXPECT_EQ(order.invoice->seller.address, "8 Quay Road");

    desktop::WorkOrderPresenter beside(there.context, id);
    beside.Load();
    here.Load();
    const auto now = core::Now();
    m_context->now = there.context.now = [now] { return now; };
    const auto pdf = [](desktop::WorkOrderPresenter& presenter, desktop::PaperKind kind) {
        desktop::DocumentsPresenter documents(presenter);
        desktop::DocumentPtr paper;
        documents.Lay(
            kind, std::nullopt, [&](desktop::DocumentPtr document) { paper = std::move(document); },
            [](const std::string& why) { ADD_FAILURE() << why; });
        return paper ? desktop::PdfOf(*paper) : std::string();
    };
    for (const auto kind : {desktop::PaperKind::CheckIn, desktop::PaperKind::Quote, desktop::PaperKind::Invoice}) {
        const auto written = pdf(here, kind);
        EXPECT_FALSE(written.empty());
        EXPECT_EQ(written, pdf(beside, kind));
    }
}

TEST_F(OutletsPresenterTest, PeopleAreAtHomeSomewhere)
{
    AddB();
    desktop::StaffPresenter staff(*m_context, [] {});
    staff.Load();
    ASSERT_EQ(staff.Now().outlets.size(), 2U);
    staff.Choose(Technician().member.id);
    auto form = staff.Now().form;
    EXPECT_EQ(form.outlet, 1);
    form.outlet = 2;
    staff.Save(form);
    EXPECT_FALSE(staff.Now().failed) << staff.Now().message;
    staff.Choose(Technician().member.id);
    EXPECT_EQ(staff.Now().form.outlet, 2);
}

} // namespace bayline::test
