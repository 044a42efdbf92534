// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/holes.h"

#include "db/conninfo.h"
#include "tests/faults/tcp_proxy.h"
#include "tests/faults/worker_desktop.h"

#include <random>

namespace bayline::faults {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

void PlayHoles(const ServerPair& pair, int runs, std::uint64_t seed, Report& report)
{
    if (runs == 0 || brokenOff) {
        return;
    }
    std::mt19937_64 random(seed);
    const auto order = AnyOrder(pair);
    const auto conninfo = pair.LeaderConninfo("desk3");
    TcpProxy line(
        {.port = 0,
         .socketPath = db::ConninfoValue(conninfo, "host") + "/.s.PGSQL." + db::ConninfoValue(conninfo, "port")},
        seed);
    WorkerDesktop desktop(
        db::ReplaceInConninfo(conninfo, {{"host", "127.0.0.1"}, {"port", std::to_string(line.Port())}}));
    int saves = 0;
    double slowestBanner = 0;
    double slowestReturn = 0;
    for (int run = 1; run <= runs && !brokenOff; ++run) {
        desktop.Save(order, core::OperationId::New());
        if (!desktop.WaitForSaved(++saves, 30s)) {
            report.Violation("nothing was saved over a good line");
            return;
        }
        auto weather = LineWeather::Hole();
        weather.dropUp = run % 3 != 1;
        weather.dropDown = run % 3 != 2;
        const auto begun = Clock::now();
        line.Set(weather);
        // Sometimes a save is on its way, sometimes the program only watches. A line that takes a save and swallows
        // only the answer looks like a save that takes long, until the server's own time limit.
        const bool saving = weather.dropUp && random() % 2 == 0 && line.DropsPackets();
        if (saving) {
            desktop.Save(order, core::OperationId::New());
            ++saves;
        }
        if (!desktop.WaitFor(false, kHangs)) {
            report.Violation("nobody was told that the database is away");
        }
        const auto told = Seconds(Clock::now() - begun);
        slowestBanner = std::max(slowestBanner, told);
        report.toldLate += told > Seconds(kTold) ? 1 : 0;
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 2500));
        const auto healed = Clock::now();
        line.Calm();
        if (!desktop.WaitFor(true, kHangs) || !desktop.WaitForSaved(saves, kHangs)) {
            report.Violation("after the line was whole the work did not go on");
            return;
        }
        const auto took = Seconds(Clock::now() - healed);
        slowestReturn = std::max(slowestReturn, took);
        report.slow += took > Seconds(kPatience) ? 1 : 0;
        ++report.holes;
    }
    db::Connection owner(pair.Owner());
    if (owner.Text("select count(*)::text from (select data ->> 'text' from bayline.event"
                   " where type = 'work_order.note_added' group by 1 having count(*) > 1) twice") != "0") {
        report.Violation("something was saved twice over the broken line");
    }
    std::cout << "holes: told at the latest after " << slowestBanner << " s, at work again after " << slowestReturn
              << " s" << std::endl;
}

} // namespace bayline::faults
