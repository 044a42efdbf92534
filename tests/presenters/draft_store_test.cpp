// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/draft_store.h"

#include "core/failure.h"
#include "desktop/presenters/check_in_draft.h"
#include "desktop/presenters/saved_draft.h"
#include "desktop/presenters/whole_file.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace bayline::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class DraftStoreTest : public testing::Test
{
protected:
    const TempDirectory m_temporary;
    const fs::path m_folder = m_temporary.Path() / "drafts";
    core::StaffId m_li = core::StaffId::New();
    core::StaffId m_chen = core::StaffId::New();
};

TEST_F(DraftStoreTest, IsThereForTheNextProgramAndOnlyForItsPerson)
{
    {
        desktop::DraftStore store(m_folder);
        store.Keep(m_li, "check-in", {{"name", "王小明"}});
        store.Flush();
    }
    const desktop::DraftStore store(m_folder);
    const auto draft = store.Find(m_li, "check-in");
    ASSERT_TRUE(draft.has_value());
    EXPECT_EQ(draft->content.at("name"), "王小明");
    EXPECT_LT(core::Now() - draft->at, 1min);
    EXPECT_FALSE(store.Find(m_chen, "check-in").has_value());
    EXPECT_FALSE(store.Find(m_li, "work_order/1/page.quote").has_value());
}

TEST_F(DraftStoreTest, ALineComesBackAsItWasSeenAndADraftWithoutItStillOpens)
{
    core::QuoteLine line{
        .id = core::LineId::New(), .description = "前刹车片", .quantity = {1000}, .unitPrice = {26800}};
    line.finding = core::ItemId::New();
    boost::json::object context{{"kind", 0}, {"line", line.id.Text()}};
    EXPECT_FALSE(desktop::KeptLine(context));
    desktop::KeepLine(context, line);
    const auto kept = desktop::KeptLine(context);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->id, line.id);
    EXPECT_EQ(kept->unitPrice, line.unitPrice);
    EXPECT_EQ(kept->finding, line.finding);
    context["before"] = {{"line_id", line.id.Text()}, {"kind", "boat"}};
    EXPECT_FALSE(desktop::KeptLine(context));
}

TEST_F(DraftStoreTest, KeepsTheLastAndForgetsWhatWasSaved)
{
    desktop::DraftStore store(m_folder, 1ms);
    for (int n = 0; n < 200; ++n) {
        store.Keep(m_li, "note", {{"text", std::to_string(n)}});
    }
    EXPECT_EQ(store.Find(m_li, "note")->content.at("text"), "199");
    store.Flush();
    EXPECT_EQ(store.Find(m_li, "note")->content.at("text"), "199");
    store.Discard(m_li, "note");
    EXPECT_FALSE(store.Find(m_li, "note").has_value());
    store.Flush();
    EXPECT_TRUE(fs::is_empty(m_folder));
}

TEST_F(DraftStoreTest, ShowsNobodyElseWhatItHoldsNeitherInsideNorByName)
{
    desktop::DraftStore store(m_folder);
    store.Keep(m_li, "check-in", {{"phone", "13812345678"}});
    store.Flush();
    EXPECT_EQ(fs::status(m_folder).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
    int files = 0;
    for (const auto& entry : fs::directory_iterator(m_folder)) {
        ++files;
        EXPECT_EQ(entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
        EXPECT_EQ(entry.path().string().find(m_li.Text()), std::string::npos);
        EXPECT_EQ(entry.path().string().find("check-in"), std::string::npos);
    }
    EXPECT_EQ(files, 1);
}

/// Types without a pause until it is killed.
class Typist
{
public:
    Typist(const fs::path& folder, core::StaffId person) : m_process(::fork())
    {
        if (m_process == 0) {
            desktop::DraftStore store(folder);
            for (int key = 1;; ++key) {
                store.Keep(person, "complaint",
                           {{"keys", key}, {"text", std::string(static_cast<std::size_t>(key), 'x')}});
                ::usleep(10'000);
            }
        }
    }
    ~Typist() { Kill(); }
    Typist(const Typist&) = delete;
    Typist& operator=(const Typist&) = delete;

    void Kill()
    {
        if (m_process > 0) {
            ::kill(m_process, SIGKILL);
            ::waitpid(m_process, nullptr, 0);
            m_process = 0;
        }
    }

private:
    pid_t m_process;
};

/// How many keys the draft on the disk holds, 0 when there is none; the text must be as long.
std::int64_t KeysKept(const fs::path& folder, core::StaffId person)
{
    const desktop::DraftStore store(folder);
    const auto draft = store.Find(person, "complaint");
    if (!draft)
        return 0;
    const auto keys = draft->content.at("keys").as_int64();
    EXPECT_EQ(static_cast<std::int64_t>(draft->content.at("text").as_string().size()), keys);
    return keys;
}

TEST_F(DraftStoreTest, IsWrittenWhileOneTypesAndSurvivesAKillAtAnyMomentWhole)
{
    for (int round = 0; round < 12; ++round) {
        Typist typist(m_folder, m_li);
        std::int64_t first = 0;
        const auto deadline = std::chrono::steady_clock::now() + 60s;
        while ((first = KeysKept(m_folder, m_li)) == 0 && std::chrono::steady_clock::now() < deadline)
            ::usleep(5'000);
        ASSERT_GT(first, 0) << "round " << round;
        // Written again though nobody paused.
        while (KeysKept(m_folder, m_li) == first && std::chrono::steady_clock::now() < deadline)
            ::usleep(5'000);
        ::usleep(static_cast<useconds_t>(37'000 * round));
        typist.Kill();
        EXPECT_GT(KeysKept(m_folder, m_li), first) << "round " << round;
        fs::remove_all(m_folder);
    }
}

TEST_F(DraftStoreTest, LeavesDamagedFilesAloneAndForgetsOldOnes)
{
    {
        desktop::DraftStore store(m_folder);
        store.Keep(m_li, "a", {{"text", "kept"}});
        store.Keep(m_li, "b", {{"text", "old"}});
    }
    for (const auto& entry : fs::directory_iterator(m_folder)) {
        std::ifstream in(entry.path());
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        if (bytes.find("old") != std::string::npos) {
            fs::last_write_time(entry.path(), fs::file_time_type::clock::now() - 24h * 15);
        } else {
            std::ofstream(entry.path()) << bytes.substr(0, bytes.size() / 2);
        }
    }
    const desktop::DraftStore store(m_folder);
    EXPECT_FALSE(store.Find(m_li, "a").has_value());
    EXPECT_FALSE(store.Find(m_li, "b").has_value());
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder), {}), 1);
}

TEST_F(DraftStoreTest, SaysNothingWhenTheFolderCannotBeWritten)
{
    std::ofstream(m_folder.parent_path() / "file") << "x";
    desktop::DraftStore store(m_folder.parent_path() / "file" / "drafts", 1ms);
    store.Keep(m_li, "a", {{"text", "kept"}});
    store.Flush();
    EXPECT_FALSE(store.Find(m_li, "a").has_value());
}

TEST(CheckInDraftTest, ReadsBackEverythingItWrote)
{
    desktop::CheckInDraft draft;
    draft.form.name = "王小明";
    draft.form.complaint = "刹车 \"异响\"\n左前";
    draft.form.unit = core::DistanceUnit::Mile;
    draft.form.promisedAt = core::ParseRfc3339("2026-11-22T17:00:00Z");
    draft.operation = core::OperationId::New();
    draft.ids.workOrder = core::WorkOrderId::New();
    draft.ids.linkToken = "token";
    core::Customer customer;
    customer.id = core::CustomerId::New();
    customer.seq = 7;
    customer.note = "regular";
    draft.ids.customer = customer;
    draft.ids.customerBefore = customer;
    draft.ids.vehicle.id = core::VehicleId::New();
    const auto back = desktop::CheckInDraftFrom(desktop::ToJson(draft));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->form, draft.form);
    EXPECT_EQ(back->operation, draft.operation);
    EXPECT_EQ(back->ids.customerBefore->seq, 7);
    EXPECT_EQ(back->ids.customerBefore->note, "regular");
    EXPECT_FALSE(back->ids.vehicleBefore.has_value());
    EXPECT_EQ(back->ids.vehicle.id, draft.ids.vehicle.id);
    EXPECT_FALSE(desktop::CheckInDraftFrom({{"form", 3}}).has_value());
    EXPECT_FALSE(desktop::CheckInDraftFrom({}).has_value());
}

TEST(SavedDraftTest, OfAChangedLineIsKnownByTheLineItself)
{
    core::QuoteLine before;
    before.id = core::LineId::New();
    before.description = "Front pads";
    before.quantity = {1'000};
    before.unitPrice = {26'800};
    const desktop::Draft draft{
        .content = {{"texts", {{"line.description#1", "Front pads"}, {"line.unit_price#1", "300"}}}},
        .at = core::Now()};
    EXPECT_FALSE(desktop::LineWasSaved(draft, before, &before)) << "the words were saved with it, the price was not";
    EXPECT_FALSE(desktop::LineWasSaved(draft, before, nullptr));
    auto now = before;
    now.unitPrice = {32'000};
    EXPECT_FALSE(desktop::LineWasSaved(draft, before, &now)) << "a colleague's price";
    now.unitPrice = {30'000};
    EXPECT_TRUE(desktop::LineWasSaved(draft, before, &now));
}

TEST(SavedDraftTest, KnowsWhatWasSavedBeforeTheProgramEnded)
{
    const auto at = core::Now();
    const desktop::Draft note{{{"texts", {{"note.text", "Wants a \"call\" 打电话 "}, {"line.price", "468"}}}}, at};
    const auto saved = [&](const std::string& text, const char* who, core::Instant when) {
        return std::vector{db::TimelineEntry{
            .event = {
                .type = "work_order.note_added", .data = {{"text", text}}, .occurredAt = when, .actorName = who}}};
    };
    EXPECT_TRUE(desktop::WasSaved(note, "Li Na", saved("Wants a \"call\" 打电话", "Li Na", at + 1s)));
    EXPECT_FALSE(desktop::WasSaved(note, "Li Na", saved("Wants a", "Li Na", at + 1s))) << "less than was typed";
    EXPECT_FALSE(desktop::WasSaved(note, "Li Na", saved("Wants a \"call\" 打电话 on Friday", "Li Na", at + 1s)))
        << "what was typed is only a part of something else";
    EXPECT_FALSE(desktop::WasSaved(note, "Li Na", saved("Wants a \"call\" 打电话", "Chen Jie", at + 1s)));
    EXPECT_FALSE(desktop::WasSaved(note, "Li Na", saved("Wants a \"call\" 打电话", "Li Na", at - 1h))) << "said before";
    const desktop::Draft price{{{"texts", {{"line.price", "468"}}}}, at};
    EXPECT_FALSE(desktop::WasSaved(price, "Li Na", saved("468", "Li Na", at + 1s))) << "a number proves nothing";
}

TEST(SavedDraftTest, LooksForWholeTextsAtAnyDepthAndNotForNamesOrKinds)
{
    const auto at = core::Now();
    const auto typed = [&](const char* text) { return desktop::Draft{{{"texts", {{"line.name", text}}}}, at}; };
    const std::vector timeline{db::TimelineEntry{
        .event = {.type = "quote.lines_changed",
                  .data = {{"lines", {{{"kind", "part"}, {"name", "Front pads"}, {"parts", {"Pads", "Clip\tset"}}}}}},
                  .occurredAt = at + 1s,
                  .actorName = "Li Na"}}};
    EXPECT_TRUE(desktop::WasSaved(typed(" Front pads"), "Li Na", timeline));
    EXPECT_TRUE(desktop::WasSaved(typed("Pads"), "Li Na", timeline));
    EXPECT_TRUE(desktop::WasSaved(typed("Clip set"), "Li Na", timeline)) << "cleaned to one line";
    EXPECT_FALSE(desktop::WasSaved(typed("Front"), "Li Na", timeline));
    EXPECT_FALSE(desktop::WasSaved(typed("lines"), "Li Na", timeline)) << "a field's name";
}

TEST_F(DraftStoreTest, FindsWhatIsJustBeingWritten)
{
    // Large, so that the looks fall into the writing as well.
    desktop::DraftStore store(m_folder, 1ms);
    const std::string text(500'000, 'x');
    for (int round = 0; round < 20; ++round) {
        const auto form = "note/" + std::to_string(round);
        store.Keep(m_li, form, {{"text", text}});
        for (int look = 0; look < 8; ++look) {
            ASSERT_TRUE(store.Find(m_li, form).has_value()) << "round " << round << ", look " << look;
        }
    }
}

TEST(WholeFileTest, LeavesTheOldFileWhereTheNewOneCannotBeWritten)
{
    const TempDirectory temporary;
    const auto& folder = temporary.Path();
    desktop::WriteWholeFile(folder / "a", "old", desktop::FileReaders::Everybody);
    fs::create_directory(folder / "a.part");
    EXPECT_THROW(desktop::WriteWholeFile(folder / "a", "new", desktop::FileReaders::Everybody), core::Failure);
    std::ifstream in(folder / "a");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "old");
}

} // namespace bayline::test
