// SPDX-License-Identifier: GPL-3.0-or-later
// The other PC: moves a work order to and fro and watches, on the screen of a desktop that runs beside it, when the
// board's pixels change. Usage: … CONNINFO NUMBER PIN WORK_ORDER X Y WIDTH HEIGHT TIMES; prints milliseconds, a line
// each.
#include "core/failure.h"
#include "core/work_order_rules.h"
#include "db/work_order_store.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <chrono>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace bayline;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kPatience = 5s;
constexpr auto kRest = 400ms; ///< how long the picture must stand still before the next change

/// A part of the screen.
class Region
{
public:
    Region(int x, int y, int width, int height)
        : m_display(XOpenDisplay(nullptr)), m_x(x), m_y(y), m_width(width), m_height(height)
    {
        if (m_display == nullptr) {
            throw std::runtime_error("the display cannot be opened");
        }
    }
    ~Region() { XCloseDisplay(m_display); }
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;

    [[nodiscard]] std::size_t Picture() const
    {
        XImage* image = XGetImage(m_display, DefaultRootWindow(m_display), m_x, m_y, static_cast<unsigned>(m_width),
                                  static_cast<unsigned>(m_height), AllPlanes, ZPixmap);
        if (image == nullptr) {
            throw std::runtime_error("the screen cannot be read");
        }
        const std::string_view bytes(image->data, static_cast<std::size_t>(image->bytes_per_line) *
                                                      static_cast<std::size_t>(image->height));
        const auto hash = std::hash<std::string_view>()(bytes);
        XDestroyImage(image);
        return hash;
    }

    /// The picture once it has stood still for a while.
    [[nodiscard]] std::size_t Resting() const
    {
        auto picture = Picture();
        for (auto since = Clock::now(); Clock::now() - since < kRest; std::this_thread::sleep_for(20ms)) {
            if (const auto now = Picture(); now != picture) {
                picture = now;
                since = Clock::now();
            }
        }
        return picture;
    }

private:
    Display* m_display;
    int m_x;
    int m_y;
    int m_width;
    int m_height;
};

void Move(db::Connection& connection, const db::Session& session, core::WorkOrderId id, bool out)
{
    const core::MoveStage intent{.from = out ? core::Stage::Received : core::Stage::Inspecting,
                                 .to = out ? core::Stage::Inspecting : core::Stage::Received,
                                 .reason = "The customer asked for another look."};
    const auto done = db::Execute(
        connection, session, id, core::OperationId::New(),
        [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); });
    if (!done) {
        throw std::runtime_error(done.FirstRefusal().Text());
    }
}

/// Milliseconds from the committed change to the first other picture.
double MeasureOne(db::Connection& connection, const db::Session& session, core::WorkOrderId id, bool out,
                  const Region& region)
{
    const auto before = region.Resting();
    Move(connection, session, id, out);
    const auto committed = Clock::now();
    while (region.Picture() == before) {
        if (Clock::now() - committed > kPatience) {
            throw std::runtime_error("the change was never painted");
        }
    }
    return std::chrono::duration<double, std::milli>(Clock::now() - committed).count();
}

int Run(const std::vector<std::string>& words)
{
    constexpr std::size_t kWords = 10;
    if (words.size() != kWords) {
        std::cerr << "usage: " << words[0] << " CONNINFO NUMBER PIN WORK_ORDER X Y WIDTH HEIGHT TIMES\n";
        return 2;
    }
    db::Connection connection({.conninfo = words[1]});
    const auto session = db::SignIn(connection, words[2], words[3]);
    if (!session) {
        throw std::runtime_error(session.FirstRefusal().Text());
    }
    const auto id = core::WorkOrderId::From(words[4]);
    const Region region(std::stoi(words[5]), std::stoi(words[6]), std::stoi(words[7]), std::stoi(words[8]));
    const int times = std::stoi(words[9]);
    for (int i = 0; i < times; ++i) {
        std::cout << MeasureOne(connection, session.Value(), id, i % 2 == 0, region) << std::endl;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return Run({argv, argv + argc});
    } catch (const core::Failure& failure) {
        std::cerr << failure.what() << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
    return 1;
}
