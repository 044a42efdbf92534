// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/inspection_presenter.h"

#include "db/photos.h"
#include "tests/presenters/work_order_fixture.h"

namespace bayline::test {

namespace {

class InspectionPresenterTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        technician = At("bay", Technician());
        checklist = SmallChecklist();
        Do(technician->connection, technician->session, order,
           core::StartInspection{core::InspectionId::New(), checklist});
        presenter = Open(*technician);
        inspection = std::make_unique<desktop::InspectionPresenter>(*presenter);
    }

    [[nodiscard]] desktop::InspectionRow Row(std::size_t index) const { return inspection->Rows().at(index); }

    std::unique_ptr<Desk> technician;
    core::Checklist checklist;
    std::unique_ptr<desktop::WorkOrderPresenter> presenter;
    std::unique_ptr<desktop::InspectionPresenter> inspection;
};

TEST_F(InspectionPresenterTest, ColoursAValueWhileItIsTyped)
{
    const auto pads = checklist.items[0].id;
    EXPECT_EQ(inspection->Judge(pads, "5.1").result, core::Result::Green);
    EXPECT_EQ(inspection->Judge(pads, "5").result, core::Result::Yellow);
    EXPECT_EQ(inspection->Judge(pads, "3.0").result, core::Result::Yellow);
    EXPECT_EQ(inspection->Judge(pads, "2.9").result, core::Result::Red);
    EXPECT_EQ(inspection->Judge(pads, "").result, core::Result::NotChecked);
    EXPECT_FALSE(inspection->Judge(pads, "thin").understood);
}

TEST_F(InspectionPresenterTest, TheLimitsSayOfWhichSideTheirValueIs)
{
    EXPECT_EQ(Row(0).limits, "good above 5, bad below 3 mm");
    const auto other = CheckIn(advisor->connection, advisor->session, CheckInForm("李丽", "沪AD67890"));
    auto list = SmallChecklist();
    list.items[0].limits->greenExclusive = false;
    list.items[0].limits->redInclusive = true;
    Do(technician->connection, technician->session, other, core::StartInspection{core::InspectionId::New(), list});
    desktop::WorkOrderPresenter its(technician->context, other);
    its.Load();
    EXPECT_EQ(desktop::InspectionPresenter(its).Rows().at(0).limits, "good from 5, bad from 3 mm down");
}

TEST_F(InspectionPresenterTest, NotCheckedIsNeverGreen)
{
    for (const auto& row : inspection->Rows()) {
        EXPECT_EQ(row.result, core::Result::NotChecked);
    }
    EXPECT_NE(inspection->Summary().find("0 OK"), std::string::npos);
}

TEST_F(InspectionPresenterTest, RefusesAWordAsValueBesideItsRow)
{
    inspection->RecordValue(Row(0), "thin");
    EXPECT_NE(Row(0).problem.find("thin"), std::string::npos);
    EXPECT_EQ(CountOf("inspection.item_recorded"), 0);
}

TEST_F(InspectionPresenterTest, RefusesAnAbsurdValue)
{
    inspection->RecordValue(Row(0), "99999999");
    EXPECT_FALSE(Row(0).problem.empty());
    EXPECT_EQ(Row(0).result, core::Result::NotChecked);
}

TEST_F(InspectionPresenterTest, ARedItemAsksForItsPhotoAndCannotBePublishedWithout)
{
    inspection->RecordValue(Row(0), "2.1");
    EXPECT_EQ(Row(0).result, core::Result::Red);
    EXPECT_TRUE(Row(0).wantsPhoto);
    inspection->Publish();
    EXPECT_FALSE(presenter->SayAbout(inspection->publish).empty());
    EXPECT_FALSE(inspection->Published());
}

TEST_F(InspectionPresenterTest, TwoPeopleOnDifferentItemsBothWin)
{
    const auto colleague = At("desk2", Colleague());
    const auto theirs = Open(*colleague);
    desktop::InspectionPresenter their(*theirs);
    their.RecordResult(their.Rows().at(1), core::Result::Yellow);
    inspection->RecordValue(Row(0), "6.2");
    EXPECT_EQ(Row(0).result, core::Result::Green);
    EXPECT_EQ(Row(1).result, core::Result::Yellow);
}

TEST_F(InspectionPresenterTest, TwoPeopleOnTheSameItemAreToldOfEachOther)
{
    const auto colleague = At("desk2", Colleague());
    const auto theirs = Open(*colleague);
    desktop::InspectionPresenter their(*theirs);
    const auto seen = Row(0);
    their.RecordValue(their.Rows().at(0), "4");
    inspection->RecordValue(seen, "2.5");
    EXPECT_NE(Row(0).problem.find(Colleague().member.name), std::string::npos) << Row(0).problem;
    EXPECT_EQ(Row(0).value, "4");
}

TEST_F(InspectionPresenterTest, WhatCameWhileOneTypedIsAClashAndSavingAgainDecides)
{
    const auto colleague = At("desk2", Colleague());
    const auto theirs = Open(*colleague);
    desktop::InspectionPresenter their(*theirs);
    // As a row of the window does: it knows of news, but the boxes show what stood there when the person began.
    std::string seenValue = Row(0).value;
    std::string seenNote = Row(0).note;
    const auto seen = [&] {
        auto row = Row(0);
        row.value = seenValue;
        row.note = seenNote;
        return row;
    };
    inspection->onAnswer = [&](core::ItemId item, const desktop::InspectionAnswer& answer) {
        EXPECT_EQ(item, checklist.items[0].id);
        seenValue = answer.value.value_or(seenValue);
        seenNote = answer.note.value_or(seenNote);
    };
    their.RecordValue(their.Rows().at(0), "6");
    presenter->Load();
    inspection->RecordValue(seen(), "thin");
    EXPECT_EQ(seenValue, "") << "what was never asked is no answer";
    inspection->RecordValue(seen(), "4.0");
    EXPECT_NE(Row(0).problem.find(Colleague().member.name), std::string::npos) << Row(0).problem;
    EXPECT_EQ(Row(0).value, "6");
    inspection->RecordValue(seen(), "4.0");
    EXPECT_EQ(Row(0).value, "4");
    EXPECT_EQ(Row(0).problem, "");
    inspection->RecordValue(seen(), "4.5");
    EXPECT_EQ(Row(0).value, "4.5") << "one's own entry is no clash";

    their.RecordNote(their.Rows().at(0), "inner pad");
    presenter->Load();
    inspection->RecordNote(seen(), "outer pad");
    EXPECT_EQ(Row(0).note, "inner pad");
    inspection->RecordNote(seen(), "outer pad");
    EXPECT_EQ(Row(0).note, "outer pad");
}

TEST_F(InspectionPresenterTest, ANoteTypedBehindAValueDoesNotReplaceAColleaguesNote)
{
    const auto colleague = At("desk2", Colleague());
    const auto theirs = Open(*colleague);
    desktop::InspectionPresenter their(*theirs);
    technician->jobs.Hold(true);
    inspection->RecordValue(Row(0), "6");
    inspection->RecordNote(Row(0), "outer pad");
    their.RecordNote(their.Rows().at(0), "inner pad");
    technician->jobs.Hold(false);
    technician->jobs.RunAll();
    EXPECT_EQ(Row(0).value, "6");
    EXPECT_EQ(Row(0).note, "inner pad");
    EXPECT_NE(Row(0).problem.find(Colleague().member.name), std::string::npos) << Row(0).problem;
}

TEST_F(InspectionPresenterTest, WhatWasEnteredBehindARefusedValueIsNotSavedLater)
{
    const auto colleague = At("desk2", Colleague());
    const auto theirs = Open(*colleague);
    desktop::InspectionPresenter their(*theirs);
    const auto seen = Row(0);
    their.RecordValue(their.Rows().at(0), "6");
    technician->jobs.Hold(true);
    inspection->RecordValue(seen, "4");
    inspection->RecordValue(seen, "4"); // Enter leaves the field, which saves too
    technician->jobs.Hold(false);
    technician->jobs.RunAll();
    EXPECT_EQ(Row(0).value, "6");
    inspection->RecordValue(Row(0), "5.5");
    EXPECT_EQ(Row(0).value, "5.5");
}

TEST_F(InspectionPresenterTest, ANoteTypedWhileTheVerdictIsSavedIsKept)
{
    technician->jobs.Hold(true);
    inspection->RecordResult(Row(1), core::Result::Yellow);
    inspection->RecordNote(Row(1), "left one is dim");
    technician->jobs.Hold(false);
    technician->jobs.RunAll();
    EXPECT_EQ(Row(1).result, core::Result::Yellow);
    EXPECT_EQ(Row(1).note, "left one is dim");
}

TEST_F(InspectionPresenterTest, TheLastVisitIsTakenOverOrMeasuredAgainWithAForecast)
{
    inspection->RecordValue(Row(0), "8");
    inspection->RecordResult(Row(1), core::Result::Green);
    EXPECT_TRUE(Row(0).last.empty());
    const auto first = presenter->Order();

    auto form = CheckInForm();
    form.vehicle = form.vehicleBefore.emplace(first.vehicle);
    const auto seen = db::LoadWorkOrder(advisor->connection, order).customer; // with the phone number
    form.customer = form.customerBefore.emplace(seen);
    form.odometerTyped = std::to_string(first.odometerIn.km + 20'000);
    order = CheckIn(advisor->connection, advisor->session, form);
    Do(technician->connection, technician->session, order, core::StartInspection{core::InspectionId::New(), checklist});
    presenter = Open(*technician);
    inspection = std::make_unique<desktop::InspectionPresenter>(*presenter);
    EXPECT_NE(Row(0).last.find("8 mm"), std::string::npos) << Row(0).last;
    ASSERT_TRUE(Row(0).mayConfirm);

    inspection->ConfirmLast(Row(1));
    EXPECT_EQ(Row(1).result, core::Result::Green);
    EXPECT_EQ(Row(1).carried, first.number);
    EXPECT_FALSE(Row(1).mayConfirm);
    inspection->RecordValue(Row(0), "6.1 6.0 6.2");
    EXPECT_EQ(Row(0).value, "6");
    EXPECT_NE(Row(0).forecast.find("30000"), std::string::npos) << Row(0).forecast;
    EXPECT_FALSE(Row(0).forecastWarns);
    inspection->RecordValue(Row(0), "8.5");
    EXPECT_TRUE(Row(0).forecastWarns);
    inspection->RecordResult(Row(1), core::Result::Green);
    EXPECT_EQ(Row(1).carried, "") << "looked at and found the same";
}

TEST_F(InspectionPresenterTest, TheForecastCountsFromTodaysMileage)
{
    inspection->RecordValue(Row(0), "8");
    const auto start = presenter->Order().odometerIn.km;
    const auto comeAgain = [&](std::int64_t km) {
        const auto before = presenter->Order();
        auto form = CheckInForm();
        form.vehicle = form.vehicleBefore.emplace(before.vehicle);
        form.customer = form.customerBefore.emplace(db::LoadWorkOrder(advisor->connection, order).customer);
        form.odometerTyped = std::to_string(start + km);
        order = CheckIn(advisor->connection, advisor->session, form);
        Do(technician->connection, technician->session, order,
           core::StartInspection{core::InspectionId::New(), checklist});
        presenter = Open(*technician);
        inspection = std::make_unique<desktop::InspectionPresenter>(*presenter);
    };
    comeAgain(20'000);
    inspection->RecordValue(Row(0), "6");
    const auto atKm = std::to_string(start + 50'000);
    EXPECT_EQ(Row(0).forecast, "At its limit in about 30000 km (at " + atKm + " km)");
    comeAgain(30'000);
    EXPECT_EQ(Row(0).forecast, "At its limit in about 20000 km (at " + atKm + " km)") << "nothing measured today";
    comeAgain(50'001);
    EXPECT_EQ(Row(0).forecast, "Due now: at this wear it reached its limit at " + atKm + " km. Please measure it.");
}

} // namespace

} // namespace bayline::test
