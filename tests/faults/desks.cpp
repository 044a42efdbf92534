// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/desks.h"

#include "core/failure.h"
#include "core/random.h"
#include "db/settings.h"

#include <random>

namespace bayline::faults {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// Every car of this program is another one, also those of desks that come later.
core::CheckIn Form()
{
    static std::atomic<int> cars = 0;
    const int n = cars++;
    core::CheckIn form;
    form.workOrder = core::WorkOrderId::New();
    form.customer.id = core::CustomerId::New();
    form.customer.name = "Customer " + std::to_string(n);
    form.customer.phone = "13800000000";
    form.vehicle.id = core::VehicleId::New();
    form.vehicle.customer = form.customer.id;
    form.vehicle.plate = "沪AD" + std::to_string(10'000 + n);
    form.vehicle.vin = "WVWZZZ3CZEE" + std::to_string(100'000 + n);
    form.vehicle.model = "Han EV";
    form.odometerTyped = "45210";
    form.complaint = "Brakes";
    form.promisedAt = core::Now() + 24h;
    form.linkToken = core::NewLinkToken();
    return form;
}

core::WorkOrderId CheckIn(const std::string& conninfo)
{
    db::Connection connection({.conninfo = conninfo});
    const auto session = db::SignIn(connection, "101", "101101");
    const auto form = Form();
    const auto decided = core::Decide(form, db::LoadShop(connection), session.Value().Actor());
    (void)db::AppendEvents(connection, session.Value(), core::OperationId::New(), decided.Value()).Value();
    return form.workOrder;
}

} // namespace

BusyDesks::BusyDesks(std::vector<Desk> desks, std::uint64_t seed)
    : m_desks(std::move(desks)), m_lastAnswer(m_desks.size(), Clock::now())
{
    for (std::size_t n = 0; n < m_desks.size(); ++n) {
        m_orders.push_back(CheckIn(m_desks[n].conninfo));
    }
    for (std::size_t n = 0; n < m_desks.size(); ++n) {
        m_threads.emplace_back([this, n, seed](const std::stop_token& stop) { Work(n, seed + n, stop); });
    }
}

BusyDesks::~BusyDesks()
{
    Stop();
}

void BusyDesks::Stop()
{
    for (auto& thread : m_threads) {
        thread.request_stop();
    }
    m_threads.clear();
}

void BusyDesks::WriteOne(db::Connection& connection, db::Session& session, core::WorkOrderId order, std::size_t n,
                         const std::stop_token& stop)
{
    const auto operation = core::OperationId::New();
    while (!stop.stop_requested()) {
        try {
            if (session.token.empty()) {
                session = db::SignIn(connection, "101", "101101").Value();
            }
            const auto outcome = db::Execute(connection, session, order, operation,
                                             [&](const core::WorkOrder& fresh, const core::Actor& actor) {
                                                 return core::Decide(fresh, core::AddNote{operation.Text()}, actor);
                                             });
            const std::lock_guard lock(m_mutex);
            if (outcome) {
                m_acknowledged.push_back(operation.Text());
                m_lastAnswer[n] = Clock::now();
            } else {
                m_problems.push_back("refused: " + outcome.FirstRefusal().code);
            }
            return;
        } catch (const core::Failure& failure) {
            const bool expected = failure.Retryable();
            if (!expected) {
                const std::lock_guard lock(m_mutex);
                m_problems.push_back(failure.Where() + " " + failure.Code() + " " + failure.Sentence());
                return;
            }
        }
        std::this_thread::sleep_for(100ms);
    }
}

void BusyDesks::Work(std::size_t n, std::uint64_t seed, const std::stop_token& stop)
{
    std::mt19937_64 random(seed);
    auto connection = std::make_unique<db::Connection>(
        db::ConnectionSettings{.conninfo = m_desks[n].conninfo, .servers = m_desks[n].memory});
    db::Session session;
    while (!stop.stop_requested()) {
        WriteOne(*connection, session, m_orders[random() % m_orders.size()], n, stop);
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 15));
    }
}

std::vector<std::string> BusyDesks::Acknowledged() const
{
    const std::lock_guard lock(m_mutex);
    return m_acknowledged;
}

std::size_t BusyDesks::Count() const
{
    const std::lock_guard lock(m_mutex);
    return m_acknowledged.size();
}

bool BusyDesks::AllAnsweredSince(Clock::time_point moment) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto& last : m_lastAnswer) {
        if (last < moment) {
            return false;
        }
    }
    return true;
}

std::vector<std::string> BusyDesks::Problems() const
{
    const std::lock_guard lock(m_mutex);
    return m_problems;
}

} // namespace bayline::faults
