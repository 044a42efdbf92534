// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/check_in_presenter.h"

#include "db/customers.h"
#include "db/vehicles.h"
#include "desktop/presenters/draft_store.h"
#include "tests/presenters/desk.h"
#include "tests/support/temp_directory.h"

namespace bayline::test {

using desktop::CheckInPresenter;
using Phase = CheckInPresenter::Phase;

class CheckInPresenterTest : public DeskTest
{
protected:
    void SetUp() override
    {
        DeskTest::SetUp();
        m_presenter = std::make_unique<CheckInPresenter>(*m_context, [] {});
    }

    CheckInPresenter::Form Filled()
    {
        auto form = m_presenter->Now().form;
        form.name = "赵敏";
        form.phone = "138 0013 8000";
        form.plate = "沪A·D12345";
        form.vin = "LGXCE6CBXN0000001";
        form.make = "BYD";
        form.model = "Han EV";
        form.odometer = "45210";
        form.complaint = "Brakes squeal";
        return form;
    }

    [[nodiscard]] const CheckInPresenter::State& Now() const { return m_presenter->Now(); }

    std::unique_ptr<CheckInPresenter> m_presenter;
};

TEST_F(CheckInPresenterTest, OpensAnOrderForANewCustomerAndCar)
{
    m_presenter->Edit(Filled());
    m_presenter->Save();
    ASSERT_EQ(Now().phase, Phase::Saved) << Now().problem;
    EXPECT_EQ(Now().savedNumber.substr(0, 3), "WO-");
    const auto order = db::LoadWorkOrder(*m_connection, Now().savedOrder);
    EXPECT_EQ(order.customer.name, "赵敏");
    EXPECT_EQ(order.vehicle.plate, "沪AD12345");
    EXPECT_EQ(order.vehicle.vin, "LGXCE6CBXN0000001");
}

TEST_F(CheckInPresenterTest, SavesOnceHoweverOftenSaveIsPressed)
{
    m_presenter->Edit(Filled());
    m_jobs->Hold(true);
    m_presenter->Save();
    m_presenter->Save();
    EXPECT_EQ(m_jobs->Waiting(), 1U);
    m_jobs->RunAll();
    EXPECT_EQ(Now().phase, Phase::Saved);
    m_presenter->Save();
    EXPECT_EQ(m_jobs->Waiting(), 0U);
}

TEST_F(CheckInPresenterTest, SaysNothingBesideFieldsThatWereNotLeftYet)
{
    auto form = Filled();
    form.vin = "LGXCE6";
    m_presenter->Edit(form);
    EXPECT_TRUE(Now().problems.empty());
    m_presenter->Touch("vehicle.vin");
    EXPECT_NE(Now().problems.at("vehicle.vin").find("17 characters"), std::string::npos);
}

TEST_F(CheckInPresenterTest, MarksEveryWrongFieldAndSavesNothing)
{
    auto form = Filled();
    form.name.clear();
    form.phone = "call me";
    form.plate = "京AI2345";
    form.odometer = "-5";
    form.complaint.clear();
    m_presenter->Edit(form);
    m_presenter->Save();
    EXPECT_EQ(Now().phase, Phase::Editing);
    for (const auto* field : {"customer.name", "customer.phone", "vehicle.plate", "odometer", "complaint"})
        EXPECT_TRUE(Now().problems.contains(field)) << field;
    EXPECT_TRUE(db::Search(*m_connection, "LGXCE6CBXN0000001").empty());
}

TEST_F(CheckInPresenterTest, OffersByEyeOnlyForAWrongCheckDigit)
{
    auto form = Filled();
    EXPECT_FALSE(Now().offerVinByEye);
    form.vin = "LGXCE6CB1N0000001";
    m_presenter->Edit(form);
    m_presenter->Touch("vehicle.vin");
    EXPECT_TRUE(Now().offerVinByEye);
    form.vinConfirmedByEye = true;
    m_presenter->Edit(form);
    m_presenter->Save();
    EXPECT_EQ(Now().phase, Phase::Saved) << Now().problem;
}

TEST_F(CheckInPresenterTest, OffersTheDigitsMeantByLettersAndFillsTheYear)
{
    auto form = Filled();
    form.vin = "LGXCE6CBXNO00000I";
    m_presenter->Edit(form);
    m_presenter->Touch("vehicle.vin");
    EXPECT_EQ(Now().vinSuggestion, "LGXCE6CBXN0000001");
    m_presenter->UseVinSuggestion();
    EXPECT_FALSE(Now().problems.contains("vehicle.vin"));
    EXPECT_EQ(Now().form.modelYear, "2022");
}

TEST_F(CheckInPresenterTest, FillsInAKnownCarAndAsksWhyTheMileageIsLower)
{
    const auto known = CheckInForm();
    const auto id = CheckIn(*m_connection, m_session, known);
    m_presenter->Search("12345");
    ASSERT_EQ(Now().hits.size(), 1U);
    m_presenter->Choose(Now().hits.front());
    EXPECT_EQ(Now().form.name, known.customer.name);
    EXPECT_EQ(Now().form.vin, known.vehicle.vin);
    EXPECT_EQ(Now().openOrder, id);
    auto form = Now().form;
    form.odometer = "100";
    form.complaint = "Service";
    m_presenter->Edit(form);
    m_presenter->Touch("odometer");
    EXPECT_TRUE(Now().offerOdometerReason);
    EXPECT_NE(Now().problems.at("odometer").find("45210"), std::string::npos);
    form.odometerExplanation = "The odometer was replaced.";
    m_presenter->Edit(form);
    EXPECT_FALSE(Now().problems.contains("odometer"));
}

TEST_F(CheckInPresenterTest, RecognisesAKnownPlateTypedIntoANewForm)
{
    CheckIn(*m_connection, m_session);
    auto form = m_presenter->Now().form;
    form.plate = "沪ad 12345";
    m_presenter->Edit(form);
    m_presenter->Touch("vehicle.plate");
    ASSERT_TRUE(Now().alreadyKnown.has_value());
    EXPECT_EQ(Now().alreadyKnown->customerName, "王小明");
}

TEST_F(CheckInPresenterTest, KeepsBothPeoplesChangesOfOneCustomer)
{
    CheckIn(*m_connection, m_session);
    m_presenter->Search("王小明");
    m_presenter->Choose(Now().hits.front());
    // Meanwhile another PC changes the customer's phone number.
    CheckInPresenter other(*m_context, [] {});
    other.Search("王小明");
    other.Choose(other.Now().hits.front());
    auto theirs = other.Now().form;
    theirs.phone = "13900000001";
    theirs.odometer = "45300";
    theirs.complaint = "Tyres";
    other.Edit(theirs);
    other.Save();
    ASSERT_EQ(other.Now().phase, Phase::Saved) << other.Now().problem;
    auto mine = Now().form;
    mine.address = "南京路 1 号";
    mine.odometer = "45310";
    mine.complaint = "Brakes";
    m_presenter->Edit(mine);
    m_presenter->Save();
    ASSERT_EQ(Now().phase, Phase::Saved) << Now().problem;
    const auto order = db::LoadWorkOrder(*m_connection, Now().savedOrder);
    const auto customer = db::LoadCustomer(*m_connection, order.customer.id);
    EXPECT_EQ(customer.phone, "13900000001");
    EXPECT_EQ(customer.address, "南京路 1 号");
}

TEST_F(CheckInPresenterTest, WaitsWhileTheDatabaseIsAwayAndSavesByItself)
{
    m_presenter->Edit(Filled());
    db::Connection nowhere({.conninfo = "host=/nonexistent dbname=none", .applicationName = "test"});
    desktop::InlineJobs away(nowhere);
    desktop::Context context{.jobs = away, .sessionToken = m_context->sessionToken, .person = m_context->person};
    context.shop = m_context->shop;
    CheckInPresenter presenter(context, [] {});
    presenter.Edit(Filled());
    presenter.Save();
    EXPECT_EQ(presenter.Now().phase, Phase::WaitingForDatabase);
    EXPECT_EQ(presenter.Now().form.name, "赵敏");
    EXPECT_FALSE(presenter.Now().problem.empty());
    presenter.Save();
    EXPECT_EQ(away.Waiting(), 0U);
}

TEST_F(CheckInPresenterTest, ACheckInSavedAfterItsPersonLeftThePcForgetsTheirDraft)
{
    const TempDirectory temporary;
    m_context->drafts = std::make_shared<desktop::DraftStore>(temporary.Path() / "drafts");
    const auto saver = m_context->person.id;
    m_presenter->Edit(Filled());
    m_jobs->Hold(true);
    m_presenter->Save();
    EXPECT_TRUE(m_context->drafts->Find(saver, "check-in"));
    m_context->sessionToken.clear();
    m_context->person = {};
    m_jobs->RunAll();
    ASSERT_EQ(Now().phase, Phase::Saved) << Now().problem;
    EXPECT_FALSE(m_context->drafts->Find(saver, "check-in"));
    m_context->drafts.reset();
}

TEST_F(CheckInPresenterTest, TakesTenThousandCharactersButNotMore)
{
    auto form = Filled();
    form.complaint = std::string(10'001, 'x');
    m_presenter->Edit(form);
    m_presenter->Save();
    EXPECT_TRUE(Now().problems.contains("complaint"));
    form.complaint = std::string(9'990, 'x') + "🚗刹车" + std::string(1, '\0') + "end";
    m_presenter->Edit(form);
    m_presenter->Save();
    ASSERT_EQ(Now().phase, Phase::Saved) << Now().problem;
    const auto order = db::LoadWorkOrder(*m_connection, Now().savedOrder);
    EXPECT_EQ(order.complaint.find('\0'), std::string::npos);
    EXPECT_NE(order.complaint.find("🚗刹车end"), std::string::npos);
}

/// A customer whose only car has been sold to 赵敏.
class CustomerWithoutACarTest : public CheckInPresenterTest
{
protected:
    void SetUp() override
    {
        CheckInPresenterTest::SetUp();
        CheckIn(*m_connection, m_session);
        CheckInPresenter sale(*m_context, [] {});
        sale.Search("12345");
        sale.Choose(sale.Now().hits.at(0));
        sale.NewOwner();
        auto form = sale.Now().form;
        form.name = "赵敏";
        form.phone = "13700001111";
        form.odometer = "45300";
        form.complaint = "Tyres";
        sale.Edit(form);
        sale.Save();
        ASSERT_EQ(sale.Now().phase, Phase::Saved) << sale.Now().problem;
        Find("12345");
        m_sold = Now().hits.at(0);
        ASSERT_EQ(m_sold.customerName, "赵敏");
        m_presenter->Reset();
    }

    void Find(const std::string& typed)
    {
        m_presenter->Search(typed);
        ASSERT_EQ(Now().hits.size(), 1U);
    }

    /// 王小明, who comes with another car.
    void ChooseCustomer()
    {
        Find("王小明");
        ASSERT_TRUE(Now().hits.at(0).vehicle.IsNil());
        m_presenter->Choose(db::SearchHit(Now().hits.at(0)));
        EXPECT_EQ(Now().form.name, "王小明");
    }

    db::SearchHit m_sold;
};

TEST_F(CustomerWithoutACarTest, TheCarOfAnotherCustomerIsNotTypedOver)
{
    m_presenter->Choose(m_sold);
    auto form = Now().form;
    form.odometer = "12";
    m_presenter->Edit(form);
    ChooseCustomer();
    EXPECT_EQ(Now().form.plate, "");
    EXPECT_EQ(Now().form.vin, "");
    form = Now().form;
    form.plate = "京B67890";
    form.vin = "WVWZZZ3CZEE200000";
    form.make = "NIO";
    form.model = "ET5";
    form.complaint = "Brakes";
    m_presenter->Edit(form);
    m_presenter->Save();
    ASSERT_EQ(Now().phase, Phase::Saved) << Now().problem;
    const auto order = db::LoadWorkOrder(*m_connection, Now().savedOrder);
    EXPECT_NE(order.vehicle.id, m_sold.vehicle);
    const auto untouched = db::LoadVehicle(*m_connection, m_sold.vehicle);
    EXPECT_EQ(untouched.plate, m_sold.plate);
    EXPECT_EQ(untouched.vin, m_sold.vin);
    EXPECT_EQ(untouched.customer, m_sold.customer);
}

TEST_F(CustomerWithoutACarTest, WhatWasTypedForANewCarStays)
{
    auto form = Now().form;
    form.plate = "京B67890";
    form.model = "ET5";
    m_presenter->Edit(form);
    ChooseCustomer();
    EXPECT_EQ(Now().form.plate, "京B67890");
    EXPECT_EQ(Now().form.model, "ET5");
}

TEST_F(CustomerWithoutACarTest, MayBeTheNewOwnerOfAKnownCar)
{
    m_presenter->Choose(m_sold);
    m_presenter->NewOwner();
    ChooseCustomer();
    EXPECT_EQ(Now().form.vin, m_sold.vin);
    auto form = Now().form;
    form.odometer = "45400";
    form.complaint = "Service";
    m_presenter->Edit(form);
    m_presenter->Save();
    ASSERT_EQ(Now().phase, Phase::Saved) << Now().problem;
    const auto car = db::LoadVehicle(*m_connection, m_sold.vehicle);
    EXPECT_EQ(db::LoadCustomer(*m_connection, car.customer).name, "王小明");
}

TEST_F(CheckInPresenterTest, EnterChoosesFromTheAnswerToWhatIsTyped)
{
    CheckIn(*m_connection, m_session, CheckInForm("王小明", "沪AD12345"));
    CheckIn(*m_connection, m_session, CheckInForm("李雷", "京B67890"));
    EXPECT_FALSE(m_presenter->ChooseFirst()) << "nothing is typed";
    m_presenter->Search("王小明");
    m_jobs->Hold(true);
    m_presenter->Search("李雷");
    EXPECT_TRUE(m_presenter->ChooseFirst());
    m_jobs->RunAll();
    EXPECT_EQ(Now().form.name, "李雷");
    EXPECT_TRUE(Now().hits.empty());

    m_presenter->Reset();
    m_presenter->Search("王小明");
    EXPECT_TRUE(m_presenter->ChooseFirst());
    m_presenter->Search("李雷");
    m_jobs->RunAll();
    EXPECT_EQ(Now().form.name, "") << "more was typed after Enter";
    EXPECT_EQ(Now().hits.size(), 1U);
    EXPECT_TRUE(m_presenter->ChooseFirst());
    m_jobs->RunAll();
    EXPECT_EQ(Now().form.name, "李雷");
}

TEST_F(CheckInPresenterTest, TakesFullWidthLettersAndDigits)
{
    auto form = Filled();
    form.plate = "沪Ａ·Ｄ１２３４５";
    form.phone = "１３８００１３８０００";
    m_presenter->Edit(form);
    m_presenter->Save();
    ASSERT_EQ(Now().phase, Phase::Saved) << Now().problem;
    const auto order = db::LoadWorkOrder(*m_connection, Now().savedOrder);
    EXPECT_EQ(order.vehicle.plate, "沪AD12345");
    EXPECT_EQ(db::LoadCustomer(*m_connection, order.customer.id).phone, "13800138000");
}

} // namespace bayline::test
