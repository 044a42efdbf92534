// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/photo_presenter.h"

#include "core/hash.h"
#include "core/phone_camera.h"
#include "db/delivery.h"
#include "desktop/presenters/phone_camera_presenter.h"
#include "desktop/presenters/sign_in_presenter.h"
#include "tests/presenters/flaky_jobs.h"
#include "tests/presenters/sample_png.h"
#include "tests/presenters/work_order_fixture.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace bayline::test {

namespace {

std::vector<std::uint8_t> Bytes(const std::string& text)
{
    return {text.begin(), text.end()};
}

class PhotoPresenterTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        const auto* folder = std::getenv("BAYLINE_BIN_DIR");
        setenv("BAYLINE_PHOTO_HELPER", (std::string(folder == nullptr ? "." : folder) + "/bayline-photo").c_str(), 1);
        presenter = Open(*advisor);
        photos = std::make_unique<desktop::PhotoPresenter>(*presenter);
    }

    /// From now on photos are decoded when the test says so.
    void HoldDecoding()
    {
        advisor->context.besides = [this](std::function<void()> work, std::function<void()> done) {
            decoding.emplace_back(std::move(work), std::move(done));
        };
    }
    void Decode()
    {
        for (const auto& [work, done] : std::exchange(decoding, {})) {
            work();
            done();
        }
    }

    core::PhotoId AddOne(const std::string& name = "plate.png")
    {
        photos->AddBytes(name, SamplePng(640, 480), {.kind = "other"});
        return presenter->Read().photos.back().id;
    }
    void Blur(core::PhotoId id)
    {
        photos->Annotate(id, photos->ShownOf(id), {blur}, SamplePng(320, 240));
        ASSERT_EQ(photos->MarksOf(id), std::vector{blur}) << presenter->SayAbout(photos->change);
    }
    /// The customer app has acknowledged so many of what is public of the photos.
    void Acknowledge(int publicSeq)
    {
        db::PostgresDeliveryLog(DeviceSettings("relay")).Acknowledge({{Stream(), publicSeq}});
        presenter->Load();
    }
    [[nodiscard]] std::vector<std::string> Leaving() const
    {
        std::vector<std::string> types;
        db::PostgresDeliveryLog log(DeviceSettings("relay"));
        for (const auto& event : log.PublicEvents(Stream(), 0, 100)) {
            types.push_back(event.type);
        }
        return types;
    }
    [[nodiscard]] std::string Stream() const { return core::StreamName("photos", order.value); }

    const core::PhotoMark blur{.kind = core::MarkKind::Blur, .x2 = 5000, .y2 = 5000};
    const core::PhotoMark arrow{.kind = core::MarkKind::Arrow, .x2 = 5000, .y2 = 5000};
    std::vector<std::pair<std::function<void()>, std::function<void()>>> decoding;
    std::unique_ptr<desktop::WorkOrderPresenter> presenter;
    std::unique_ptr<desktop::PhotoPresenter> photos;
};

TEST_F(PhotoPresenterTest, APhotoIsStoredInTheNameOfWhoAddedItWhoeverIsThereByThen)
{
    desktop::SignInPresenter door(advisor->context, [] {});
    door.SignIn(Advisor().member.number, Advisor().pin);
    ASSERT_TRUE(door.Now().signedIn) << door.Now().problem;
    const db::Session first{.token = advisor->context.sessionToken, .person = {}};
    HoldDecoding();
    photos->AddBytes("front.png", SamplePng(320, 240), {.kind = "other"});
    photos->AddBytes("notes.txt", Bytes("this is no photo at all"), {.kind = "other"});
    door.SignOut();
    door.SignIn(ManagerOnDuty().member.number, ManagerOnDuty().pin);
    ASSERT_TRUE(door.Now().signedIn) << door.Now().problem;
    EXPECT_TRUE(db::IsOpen(advisor->connection, first));
    Decode();
    ASSERT_EQ(presenter->Read().photos.size(), 1U);
    EXPECT_EQ(presenter->Read().photos.front().addedBy, Advisor().member.name);
    EXPECT_FALSE(db::IsOpen(advisor->connection, first)) << "nothing is done in it any more";
    EXPECT_TRUE(door.Now().signedIn);
}

TEST_F(PhotoPresenterTest, APhotoWhosePersonsSessionHasEndedIsStoredByWhoeverSignsInNext)
{
    std::string told;
    advisor->context.tell = [&](const std::string& sentence) { told = sentence; };
    desktop::SignInPresenter door(advisor->context, [] {});
    door.SignIn(Advisor().member.number, Advisor().pin);
    HoldDecoding();
    photos->AddBytes("pasted.png", SamplePng(320, 240), {.kind = "other"});
    {
        desktop::PhotoIntake closed(advisor->context);
        closed.StoreTo(order);
        closed.AddBytes("closed.png", SamplePng(330, 240), {.kind = "other"});
    }
    db::SignOut(advisor->connection, desktop::SessionOf(advisor->context));
    Decode();
    EXPECT_EQ(CountOf("photo.added"), 0);
    EXPECT_EQ(photos->Tiles().at(0).state, "Kept until somebody signs in");
    EXPECT_EQ(photos->Tiles().at(0).problem, "");
    EXPECT_FALSE(photos->AllStored());
    EXPECT_EQ(told, "");
    door.SignOut();
    door.SignIn(ManagerOnDuty().member.number, ManagerOnDuty().pin);
    presenter->Load();
    ASSERT_EQ(presenter->Read().photos.size(), 2U);
    for (const auto& photo : presenter->Read().photos) {
        EXPECT_EQ(photo.addedBy, ManagerOnDuty().member.name);
    }
    EXPECT_TRUE(photos->AllStored());
    EXPECT_NE(told.find(ManagerOnDuty().member.name), std::string::npos) << told;
}

TEST_F(PhotoPresenterTest, APhotoThatCouldNotBeStoredIsCounted)
{
    FlakyJobs flaky(advisor->jobs);
    desktop::Context context{
        .jobs = flaky, .sessionToken = advisor->context.sessionToken, .person = advisor->context.person};
    desktop::WorkOrderPresenter slow(context, order);
    slow.Load();
    desktop::PhotoPresenter itsPhotos(slow);
    flaky.LoseAnswers(true);
    itsPhotos.AddBytes("front.png", SamplePng(320, 240), {.kind = "other"});
    EXPECT_EQ(itsPhotos.Counts(), "1 taken, 0 stored, 0 at the customer");
    EXPECT_EQ(itsPhotos.Difference(), "1 photo was not taken.");
}

TEST_F(PhotoPresenterTest, PhotosAreReadWhileTheDatabaseIsAwayAndStoredWhenItIsBack)
{
    FlakyJobs flaky(advisor->jobs);
    desktop::Context context{
        .jobs = flaky, .sessionToken = advisor->context.sessionToken, .person = advisor->context.person};
    flaky.Away(true);
    desktop::PhotoIntake intake(context);
    intake.AddBytes("left.png", SamplePng(320, 240), {.kind = "walk_round"});
    ASSERT_EQ(intake.Photos().size(), 1U);
    EXPECT_EQ(intake.Photos().front().stage, desktop::IntakeStage::Ready);
    intake.StoreTo(order);
    EXPECT_TRUE(intake.Photos().front().waiting);
    flaky.Away(false);
    advisor->jobs.Retry();
    EXPECT_EQ(intake.Unfinished(), 0);
    EXPECT_EQ(CountOf("photo.added"), 1);
}

TEST_F(PhotoPresenterTest, APhotoThatCannotBeStoredAfterItsWindowClosedIsToldToTheMainWindow)
{
    std::string told;
    advisor->context.tell = [&](const std::string& sentence) { told = sentence; };
    HoldDecoding();
    {
        desktop::PhotoIntake intake(advisor->context);
        intake.StoreTo(order);
        intake.AddBytes("notes.txt", Bytes("this is no photo at all"), {.kind = "other"});
    }
    Decode();
    EXPECT_NE(told.find("notes.txt"), std::string::npos) << told;
}

TEST_F(PhotoPresenterTest, APhotoTakenOffTheListWhileItIsReadIsNotStored)
{
    HoldDecoding();
    photos->AddBytes("front.png", SamplePng(320, 240), {.kind = "other"});
    photos->Dismiss(photos->Tiles().front().id);
    Decode();
    EXPECT_EQ(CountOf("photo.added"), 0);
}

TEST_F(PhotoPresenterTest, ATextFileIsRefusedAndNothingIsStored)
{
    photos->AddBytes("notes.txt", Bytes("this is no photo at all"), {.kind = "other"});
    const auto tiles = photos->Tiles();
    ASSERT_EQ(tiles.size(), 1U);
    EXPECT_NE(tiles.front().problem.find("notes.txt"), std::string::npos) << tiles.front().problem;
    EXPECT_EQ(CountOf("photo.added"), 0);
    photos->Dismiss(tiles.front().id);
    EXPECT_TRUE(photos->Tiles().empty());
}

TEST_F(PhotoPresenterTest, AMissingFileIsRefused)
{
    photos->AddFile("/nonexistent/photo.jpg", {.kind = "other"});
    ASSERT_EQ(photos->Tiles().size(), 1U);
    EXPECT_FALSE(photos->Tiles().front().problem.empty());
}

TEST_F(PhotoPresenterTest, APhotoIsStoredWithItsKindAndCounted)
{
    photos->AddBytes("front.png", SamplePng(640, 480), {.kind = "walk_round"});
    ASSERT_EQ(presenter->Read().photos.size(), 1U);
    EXPECT_EQ(presenter->Read().photos.front().kind, "walk_round");
    EXPECT_EQ(photos->Counts(), "1 taken, 1 stored, 0 at the customer");
    const auto tiles = photos->Tiles();
    ASSERT_EQ(tiles.size(), 1U);
    EXPECT_TRUE(tiles.front().stored);
    EXPECT_TRUE(tiles.front().thumb) << "shown from memory at once";
    desktop::PictureBytes large;
    photos->LoadLarge(tiles.front().id, [&](desktop::PictureBytes bytes) { large = std::move(bytes); });
    ASSERT_TRUE(large);
    EXPECT_EQ(large->at(0), 0xff);
}

TEST_F(PhotoPresenterTest, PhotosTakenBeforeTheOrderExistsAreStoredLater)
{
    desktop::PhotoIntake intake(advisor->context);
    intake.AddBytes("left.png", SamplePng(320, 240), {.kind = "walk_round"});
    EXPECT_EQ(intake.Unfinished(), 1);
    EXPECT_EQ(CountOf("photo.added"), 0);
    intake.StoreTo(order);
    EXPECT_EQ(intake.Unfinished(), 0);
    EXPECT_EQ(CountOf("photo.added"), 1);
}

TEST_F(PhotoPresenterTest, AHiddenPhotoLeavesThePage)
{
    photos->AddBytes("front.png", SamplePng(320, 240), {.kind = "other"});
    photos->Hide(photos->Tiles().front().id, "a customer's face");
    EXPECT_TRUE(photos->Tiles().empty());
    EXPECT_EQ(CountOf("photo.hidden"), 1);
}

TEST_F(PhotoPresenterTest, APhotoCanBeGivenToAFinding)
{
    const auto checklist = SmallChecklist();
    Do(advisor->connection, advisor->session, order, core::StartInspection{core::InspectionId::New(), checklist});
    photos->AddBytes("pads.png", SamplePng(320, 240), {.kind = "other"});
    photos->Reassign(photos->Tiles().front().id, {.kind = "finding", .item = checklist.items[0].id});
    const auto tiles = photos->Tiles();
    ASSERT_EQ(tiles.size(), 1U);
    EXPECT_EQ(tiles.front().subject, "Pads · left front");
}

TEST_F(PhotoPresenterTest, MarksAreBurnedIntoWhatIsShownAndTheOriginalStays)
{
    photos->AddBytes("plate.png", SamplePng(640, 480), {.kind = "other"});
    const auto before = presenter->Read().photos.front();
    const std::vector<core::PhotoMark> marks = {{.kind = core::MarkKind::Blur, .x2 = 5000, .y2 = 5000}};
    photos->Annotate(before.id, before.sha256, marks, SamplePng(320, 240));
    ASSERT_EQ(CountOf("photo.annotated"), 1) << presenter->SayAbout(photos->change);
    const auto after = presenter->Read().photos.front();
    EXPECT_EQ(after.sha256, before.sha256);
    EXPECT_NE(after.shownSha256, before.sha256);
    EXPECT_EQ(photos->MarksOf(before.id), marks);
    desktop::PictureBytes large;
    photos->LoadLarge(before.id, [&](desktop::PictureBytes bytes) { large = std::move(bytes); });
    desktop::PictureBytes original;
    photos->LoadOriginal(before.id, [&](desktop::PictureBytes bytes) { original = std::move(bytes); });
    ASSERT_TRUE(large);
    EXPECT_EQ(core::Sha256Hex(std::span<const std::uint8_t>(*large)), after.shownSha256) << "also where it was taken";
    ASSERT_TRUE(original);
    EXPECT_EQ(core::Sha256Hex(std::span<const std::uint8_t>(*original)), before.sha256);

    // Given to another finding it is still what may be seen, never the original.
    photos->Reassign(before.id, {.kind = "before"});
    const auto& photosNow = presenter->Read().photos;
    const auto moved =
        std::find_if(photosNow.begin(), photosNow.end(), [](const db::Photo& photo) { return !photo.hidden; });
    ASSERT_NE(moved, photosNow.end());
    EXPECT_EQ(moved->sha256, after.shownSha256);

    const auto id = moved->id; // the photos are read anew
    photos->Annotate(id, photos->ShownOf(id), {}, {});
    EXPECT_TRUE(photos->MarksOf(id).empty());
}

TEST_F(PhotoPresenterTest, AnArrowTakesNoBlurAwayThatSomebodyElseDrewMeanwhile)
{
    const auto id = AddOne();
    const auto colleague = At("desk", ManagerOnDuty());
    const auto theirs = Open(*colleague);
    desktop::PhotoPresenter theirPhotos(*theirs);
    const auto was = photos->ShownOf(id);
    theirPhotos.Annotate(id, was, {blur}, SamplePng(320, 240));
    ASSERT_EQ(CountOf("photo.annotated"), 1);

    bool again = false;
    photos->Annotate(id, was, {arrow}, SamplePng(330, 240), [&] { again = true; });
    EXPECT_TRUE(again);
    EXPECT_EQ(CountOf("photo.annotated"), 1);
    EXPECT_EQ(photos->MarksOf(id), std::vector{blur}) << "to be joined with the arrow";
    const auto said = presenter->SayAbout(photos->change);
    EXPECT_NE(said.find(ManagerOnDuty().member.name), std::string::npos) << said;
    photos->Annotate(id, photos->ShownOf(id), {blur, arrow}, SamplePng(330, 240));
    EXPECT_EQ(CountOf("photo.annotated"), 2) << presenter->SayAbout(photos->change);
}

TEST_F(PhotoPresenterTest, APhotoIsAssignedAnewOnlyAsItIsShownNow)
{
    const auto id = AddOne();
    const auto colleague = At("desk", ManagerOnDuty());
    const auto theirs = Open(*colleague);
    desktop::PhotoPresenter theirPhotos(*theirs);
    theirPhotos.Annotate(id, theirPhotos.ShownOf(id), {blur}, SamplePng(320, 240));
    const auto blurred = theirPhotos.ShownOf(id);

    photos->Reassign(id, {.kind = "before"});
    EXPECT_EQ(CountOf("photo.hidden"), 0);
    EXPECT_FALSE(presenter->SayAbout(photos->change).empty());
    photos->Reassign(id, {.kind = "before"});
    ASSERT_EQ(CountOf("photo.hidden"), 1) << presenter->SayAbout(photos->change);
    EXPECT_EQ(presenter->Read().photos.back().sha256, blurred);
}

TEST_F(PhotoPresenterTest, APhotoHiddenOrAssignedAnewBeforeItWasSentIsNotSent)
{
    photos->Hide(AddOne(), "a customer's face");
    EXPECT_EQ(Leaving(), (std::vector<std::string>{"public.superseded", "photo.hidden"}));
    EXPECT_EQ(photos->Difference(), "");

    photos->Reassign(AddOne("door.png"), {.kind = "before"});
    EXPECT_EQ(Leaving(), (std::vector<std::string>{"public.superseded", "photo.hidden", "public.superseded",
                                                   "photo.hidden", "photo.added"}));
    EXPECT_EQ(photos->Difference(), "1 photo is not at the customer yet.");
}

TEST_F(PhotoPresenterTest, APhotoIsAtTheCustomerOnlyAsItIsNow)
{
    const std::string asBefore = "The customer still sees 1 photo as it was before it was marked or hidden.";
    const auto id = AddOne();
    Acknowledge(1);
    EXPECT_EQ(photos->Counts(), "1 taken, 1 stored, 1 at the customer");
    Blur(id);
    EXPECT_EQ(photos->Counts(), "1 taken, 1 stored, 0 at the customer");
    EXPECT_EQ(photos->Tiles().at(0).state, "Stored");
    EXPECT_EQ(photos->Difference(), asBefore);
    Acknowledge(2);
    EXPECT_EQ(photos->Counts(), "1 taken, 1 stored, 1 at the customer");
    EXPECT_EQ(photos->Difference(), "");
    photos->Hide(id, "a customer's face");
    EXPECT_EQ(photos->Counts(), "0 taken, 0 stored, 0 at the customer");
    EXPECT_EQ(photos->Difference(), asBefore);
    Acknowledge(3);
    EXPECT_EQ(photos->Difference(), "");
}

TEST_F(PhotoPresenterTest, APhotoBlurredBeforeItWasSentIsNotAtTheCustomerWithItsPlaceholder)
{
    Blur(AddOne());
    ASSERT_EQ(Leaving(), (std::vector<std::string>{"public.superseded", "photo.annotated"}));
    Acknowledge(1);
    EXPECT_EQ(photos->Counts(), "1 taken, 1 stored, 0 at the customer");
    EXPECT_EQ(photos->Difference(), "1 photo is not at the customer yet.");
    Acknowledge(2);
    EXPECT_EQ(photos->Counts(), "1 taken, 1 stored, 1 at the customer");
}

TEST_F(PhotoPresenterTest, APhonesPictureThatWillNotComeIsTakenOffTheList)
{
    const core::OpenCamera camera{.id = core::CameraId::New(),
                                  .token = std::string(43, 't'),
                                  .title = "WO",
                                  .subjects = {{.kind = "other", .title = "Other"}}};
    Do(advisor->connection, advisor->session, order, camera);
    const auto picture = core::PhotoId::New();
    db::PostgresDeliveryLog log(DeviceSettings("relay"));
    static_cast<void>(log.ApplyAnswer({.id = "a",
                                       .type = "camera.picture.announced.v1",
                                       .data = {{"work_order_id", order.Text()},
                                                {"camera_id", camera.id.Text()},
                                                {"picture_id", picture.Text()},
                                                {"number", 1},
                                                {"kind", "other"}},
                                       .at = core::Now(),
                                       .cursor = "feed/1"}));
    presenter->Load();
    ASSERT_EQ(photos->Tiles().size(), 1U);
    EXPECT_TRUE(photos->Tiles().front().onAPhone);
    EXPECT_FALSE(photos->Difference().empty());
    photos->DismissFromPhone(picture);
    EXPECT_TRUE(photos->Tiles().empty());
    EXPECT_TRUE(photos->Difference().empty());
}

TEST_F(PhotoPresenterTest, AnotherCodeIsMadeForAPhoneWhoseLinkIsFull)
{
    desktop::PhoneCameraPresenter camera(*presenter);
    std::vector<std::string> links;
    const auto keep = [&](const std::string& link) { links.push_back(link); };
    camera.Open({.kind = "other"}, keep);
    camera.Open({.kind = "other"}, keep);
    camera.OpenNew({.kind = "other"}, keep);
    camera.Open({.kind = "other"}, keep);
    ASSERT_EQ(links.size(), 4U);
    EXPECT_EQ(links[0], links[1]);
    EXPECT_NE(links[1], links[2]);
    EXPECT_EQ(links[2], links[3]);
    EXPECT_EQ(CountOf("camera.opened"), 2);
}

TEST_F(PhotoPresenterTest, APictureTakenAfterTheRepairFindsTheOneBefore)
{
    photos->AddBytes("a.png", SamplePng(320, 240), {.kind = "before"});
    photos->AddBytes("b.png", SamplePng(330, 240), {.kind = "before"});
    photos->AddBytes("c.png", SamplePng(340, 240), {.kind = "after"});
    const auto read = presenter->Read().photos;
    EXPECT_EQ(photos->PartnerOf(read[2].id), read[0].id);
    EXPECT_EQ(photos->PartnerOf(read[0].id), read[2].id);
    photos->AddBytes("d.png", SamplePng(350, 240), {.kind = "after"});
    EXPECT_EQ(photos->PartnerOf(presenter->Read().photos[3].id), read[1].id);
    photos->AddBytes("e.png", SamplePng(360, 240), {.kind = "other"});
    EXPECT_TRUE(photos->PartnerOf(presenter->Read().photos[4].id).IsNil());
}

} // namespace

} // namespace bayline::test
