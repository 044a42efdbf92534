// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/inspection.h"
#include "core/shop.h"
#include "core/staff.h"
#include "core/work_order_rules.h"
#include "db/connection.h"
#include "db/import.h"
#include "programs/demo_shop/demo_data.h"
#include "programs/demo_shop/demo_shop.h"

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace bayline::demo {

/// Random numbers that are the same everywhere for the same seed (the standard's distributions are not).
class Chance final
{
public:
    explicit Chance(std::uint64_t seed) : m_engine(seed) {}
    /// From `low` to `high`, both included.
    [[nodiscard]] std::int64_t Between(std::int64_t low, std::int64_t high)
    {
        return low + static_cast<std::int64_t>(m_engine() % static_cast<std::uint64_t>(high - low + 1));
    }
    [[nodiscard]] bool Percent(int percent) { return Between(1, 100) <= percent; }
    template <class Sequence>
    [[nodiscard]] const auto& Pick(const Sequence& sequence)
    {
        return sequence[static_cast<std::size_t>(Between(0, static_cast<std::int64_t>(sequence.size()) - 1))];
    }
    /// A UUID of version 7 whose time is `at`.
    [[nodiscard]] core::Uuid Uuid(core::Instant at);

private:
    std::mt19937_64 m_engine;
};

struct Person
{
    core::StaffRef ref;
    core::Role role = core::Role::Advisor;
    [[nodiscard]] core::Actor At(core::Instant now) const { return {ref, role, now}; }
};

/// The shop's bays; in the history each technician has one.
inline constexpr std::array kBays = {"1 号工位", "2 号工位", "3 号举升机", "4 号工位"};

/// A picture after the photo helper: stored in the database, named by hash.
struct Picture
{
    std::string sha256;
    std::string thumbSha256;
    int width = 0;
    int height = 0;
    std::int64_t bytes = 0;
};

/// A car with what the shop has of it so far.
struct Car
{
    const CarData* data = nullptr;
    core::Vehicle vehicle;
    core::LastReading last;
    int visits = 0;

    [[nodiscard]] std::int64_t KmAt(core::Instant at, core::Instant today) const;
};

/// Everything the demo's people work with.
class Workshop final
{
public:
    Workshop(db::Connection& admin, const Options& options);

    /// Shop, staff, catalogue, checklists: once, at `at`.
    void OpenDoors(core::Instant at);

    [[nodiscard]] db::Connection& Database() { return m_admin; }
    [[nodiscard]] const DemoData& Data() const { return m_data; }
    [[nodiscard]] const core::Shop& Shop() const { return m_data.shop; }
    [[nodiscard]] const core::ShopZone& Zone() const { return m_zone; }
    [[nodiscard]] Chance& Dice() { return m_dice; }
    [[nodiscard]] core::Instant Now() const { return m_now; }
    [[nodiscard]] std::vector<Car>& Cars() { return m_cars; }
    [[nodiscard]] Car& CarWithPlate(const std::string& plate);
    [[nodiscard]] core::Customer& CustomerOf(const Car& car) { return m_customers[car.data->customer]; }
    [[nodiscard]] const core::Checklist& ChecklistFor(core::Powertrain powertrain) const;
    [[nodiscard]] const Picture& PictureNamed(const std::string& name);
    [[nodiscard]] std::size_t PicturesStored() const { return m_pictures.size(); }

    [[nodiscard]] const Person& Manager() const { return m_manager; }
    [[nodiscard]] const Person& Advisor(std::size_t which) const { return m_advisors[which % m_advisors.size()]; }
    [[nodiscard]] const Person& Technician(std::size_t which) const
    {
        return m_technicians[which % m_technicians.size()];
    }
    [[nodiscard]] std::size_t TechnicianCount() const { return m_technicians.size(); }

    /// Writes events of one stream, each with its time. An empty actor kind stands for the role of `person`.
    int Write(const std::string& stream, int expectedSeq, const std::vector<db::ImportedEvent>& events);
    db::Appended WriteAll(const std::vector<db::ImportedStream>& streams, core::Instant at);

    template <class Id>
    [[nodiscard]] Id NewId(core::Instant at)
    {
        return Id{m_dice.Uuid(at)};
    }

private:
    void AddStaff(core::Instant at);
    void AddCatalogue(core::Instant at);
    void AddChecklists(core::Instant at);
    /// What the figures cannot know: hours, bays, costs, and what the manager aims at.
    void AddFigureBasics(core::Instant at);

    db::Connection& m_admin;
    DemoData m_data;
    core::ShopZone m_zone;
    Chance m_dice;
    core::Instant m_now;
    Person m_manager;
    std::vector<Person> m_advisors;
    std::vector<Person> m_technicians;
    std::vector<core::Customer> m_customers;
    std::vector<Car> m_cars;
    std::map<std::string, Picture> m_pictures;
};

/// The value of an outcome of the rules; a refusal means that the demo's data are wrong and is thrown as Failure.
template <class T>
[[nodiscard]] T Must(core::Outcome<T> outcome, const char* step);
[[noreturn]] void ThrowRefused(const core::Refusal& refusal, const char* step);

template <class T>
T Must(core::Outcome<T> outcome, const char* step)
{
    if (!outcome)
        ThrowRefused(outcome.FirstRefusal(), step);
    return std::move(outcome).Value();
}

} // namespace bayline::demo
