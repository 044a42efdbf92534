// SPDX-License-Identifier: GPL-3.0-or-later
// A desk's line is cut after each number of bytes, in either direction, under what a person does; the person presses
// again until it is known to be done.
#include "core/failure.h"
#include "db/sign_in.h"
#include "db/work_order_store.h"
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <functional>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

constexpr int kMostTries = 20;
/// What a person does over the line; gives the code of a refusal, or nothing.
using Deed = std::function<std::string()>;

std::string CodeOf(const auto& outcome)
{
    return outcome ? std::string() : outcome.FirstRefusal().code;
}

class CutLine
{
public:
    CutLine(Scene& scene, const ScenarioOptions& options, ScenarioResult& result)
        : m_line(scene.Line(Place::DeskDatabase)), m_connection(scene.DeviceOverLine("desk1", Place::DeskDatabase)),
          m_options(options), m_result(result)
    {
    }

    [[nodiscard]] db::Connection& Connection() { return m_connection; }

    /// Once in peace, to learn how much goes over the line, and then once for each place of a cut. Gives how often.
    int Sweep(const Deed& deed, int stride)
    {
        Try(deed, {});
        m_line.Set({});
        Try(deed, {});
        const auto size = m_line.Counts();
        int times = 2;
        for (const bool up : {true, false}) {
            // An order that has grown is a little longer on the wire than it was.
            const int last = static_cast<int>(up ? size.up + 700 : size.down + 400);
            for (int after = 0; after < last; after = NextPlace(after, m_options, stride)) {
                // A line that goes on failing, and one that is whole for whoever connects again at once.
                for (const bool once : {false, true}) {
                    LineWeather weather{.cutOnce = once};
                    (up ? weather.cutUpAfter : weather.cutDownAfter) = static_cast<std::size_t>(after);
                    Try(deed, weather);
                    ++times;
                }
            }
        }
        return times;
    }

private:
    void Try(const Deed& deed, const LineWeather& weather)
    {
        m_connection.EnsureOpen();
        m_line.Set(weather);
        for (int attempt = 0;; ++attempt) {
            try {
                const auto refused = deed();
                if (!refused.empty()) {
                    m_result.violations.push_back({"cut.refused", refused});
                }
                break;
            } catch (const core::Failure& failure) {
                if (!failure.Retryable() || attempt > kMostTries) {
                    m_result.violations.push_back({"cut.failed", failure.what()});
                    break;
                }
            }
            CountCut();
        }
        CountCut();
    }

    void CountCut()
    {
        m_result.struck += m_line.Counts().cuts > 0 ? 1 : 0;
        m_line.Calm();
    }

    TcpProxy& m_line;
    db::Connection m_connection;
    const ScenarioOptions& m_options;
    ScenarioResult& m_result;
};

} // namespace

ScenarioResult SweepCommitCuts(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kStride = 150;
    ScenarioResult result;
    Story story(scene, options.seed, {});
    story.CheckIn(0);
    CutLine line(scene, options, result);
    const auto person = bench::BenchShop::SignIn(line.Connection(), {.number = "101"});
    const auto script = story.Script(0);
    // The operation keeps its name until it is known to be done.
    core::OperationId operation = core::OperationId::New();
    const int deeds = line.Sweep(
        [&] {
            const auto answer =
                db::Execute(line.Connection(), person, script.WorkOrder(), operation,
                            [&](const core::WorkOrder& order, const core::Actor& actor) {
                                return core::Decide(order, core::AddNote{"Cut " + operation.Text()}, actor);
                            });
            operation = core::OperationId::New();
            return CodeOf(answer);
        },
        kStride);
    const auto notes =
        story.Owner().Text("select count(*)::text from bayline.event where type = 'work_order.note_added'");
    if (notes != std::to_string(deeds)) {
        result.violations.push_back({"cut.once", notes.value_or("no") + " notes of " + std::to_string(deeds)});
    }
    if (!story.Drained(30s)) {
        result.violations.push_back({"drained", "work is left"});
    }
    const auto found = story.Check("after the cuts");
    result.violations.insert(result.violations.end(), found.begin(), found.end());
    result.note = std::to_string(deeds) + " saves, " + std::to_string(result.struck) + " cut";
    scene.Close();
    return result;
}

ScenarioResult SweepPinCuts(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kStride = 100;
    ScenarioResult result;
    const Story story(scene, options.seed, {});
    CutLine line(scene, options, result);
    const auto signIn = [&] { return db::SignIn(line.Connection(), "101", bench::BenchShop::kPin); };
    int times = line.Sweep([&] { return CodeOf(signIn()); }, kStride);
    const auto person = signIn().Value();
    core::OperationId operation = core::OperationId::New();
    times += line.Sweep(
        [&] {
            const auto answer =
                db::ConfirmOperation(line.Connection(), person, operation, "001", bench::BenchShop::kPin);
            operation = core::OperationId::New();
            return CodeOf(answer);
        },
        kStride);
    result.note = std::to_string(times) + " PINs, " + std::to_string(result.struck) + " cut";
    scene.Close();
    return result;
}

} // namespace bayline::faults
