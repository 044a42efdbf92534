// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deferred.h"

#include "core/payloads.h"
#include "order_builder.h"

namespace bayline::core {

using test::CodeOf;
using test::Line;
using test::TypesOf;

namespace {

DeferredWork Work()
{
    DeferredWork work;
    work.from = {WorkOrderId::New(), LineId::New()};
    work.finding = "Brake pads";
    work.severity = Result::Red;
    work.line = Line("Pads", 46800);
    work.line.finding = ItemId::New();
    return work;
}

} // namespace

TEST(Deferred, TakingWorkUpAgainNamesWhereItCameFromAndForgetsTheOldFinding)
{
    const auto work = Work();
    const auto line = LineFromDeferred(work);
    EXPECT_NE(line.id, work.line.id);
    ASSERT_TRUE(line.deferred);
    EXPECT_EQ(*line.deferred, work.from);
    EXPECT_FALSE(line.finding);
    const auto read = LineFromJson(ToJson(line));
    ASSERT_TRUE(read.deferred);
    EXPECT_EQ(*read.deferred, work.from);
    EXPECT_EQ(LineHash(line, true), LineHash(work.line, true)) << "where it came from is the shop's own affair";
}

TEST(Deferred, ClosingTwiceClosesOnce)
{
    const auto work = Work();
    const CloseDeferred intent{work.from, DeferredEnd::NotWanted, " "};
    EXPECT_EQ(TypesOf(Decide({work}, intent)), std::vector<std::string>{"deferred.closed"});
    EXPECT_TRUE(TypesOf(Decide(std::vector<DeferredWork>{}, intent)).empty());
}

TEST(Deferred, ACallNeedsWordsAndADayThatIsStillToCome)
{
    EXPECT_EQ(CodeOf(Decide(NoteCall{" ", {}}, "2026-11-22")), "call.note");
    EXPECT_EQ(CodeOf(Decide(NoteCall{"Calls back", "soon"}, "2026-11-22")), "call.day");
    EXPECT_EQ(CodeOf(Decide(NoteCall{"Calls back", "2026-02-31"}, "2026-01-22")), "call.day");
    EXPECT_EQ(CodeOf(Decide(NoteCall{"Calls back", "2026-11-21"}, "2026-11-22")), "call.past");
    const auto called = Decide(NoteCall{"Calls back", "2026-12-01"}, "2026-11-22");
    ASSERT_TRUE(called);
    EXPECT_EQ(called.Value()[0].data.at("next_on").as_string(), "2026-12-01");
}

} // namespace bayline::core
