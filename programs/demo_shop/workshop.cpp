// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/workshop.h"

#include "core/failure.h"
#include "db/kpi.h"
#include "db/settings.h"
#include "db/staff.h"
#include "photo/client.h"
#include "programs/demo_shop/embedded_files.h"

#include <algorithm>

namespace bayline::demo {
namespace {

using namespace std::chrono_literals;

core::Failure Corrupt(const std::string& where)
{
    return core::Failure({.kind = core::FailureKind::Corrupt,
                          .retryable = false,
                          .where = "demo shop: " + where,
                          .sentence = N_("The data of the demo shop contradict themselves."),
                          .code = {}});
}

} // namespace

void ThrowRefused(const core::Refusal& refusal, const char* step)
{
    throw Corrupt(std::string(step) + " refused with " + refusal.code + ": " + refusal.Text());
}

core::Uuid Chance::Uuid(core::Instant at)
{
    core::Uuid uuid{};
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    for (int i = 0; i < 6; ++i)
        uuid.data[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
    const std::uint64_t high = m_engine();
    const std::uint64_t low = m_engine();
    uuid.data[6] = static_cast<std::uint8_t>(0x70 | (high & 0x0F));
    uuid.data[7] = static_cast<std::uint8_t>(high >> 8);
    for (int i = 0; i < 8; ++i)
        uuid.data[8 + i] = static_cast<std::uint8_t>(low >> (8 * i));
    uuid.data[8] = static_cast<std::uint8_t>((uuid.data[8] & 0x3F) | 0x80);
    return uuid;
}

std::int64_t Car::KmAt(core::Instant at, core::Instant today) const
{
    const auto days = std::chrono::duration_cast<std::chrono::hours>(today - at).count() / 24;
    return std::max<std::int64_t>(data->km - days * data->kmPerDay, data->km / 12 + visits * 400);
}

Workshop::Workshop(db::Connection& admin, const Options& options)
    : m_admin(admin), m_data(ReadDemoData()), m_zone(m_data.shop.timeZone), m_dice(options.seed), m_now(options.now)
{
}

int Workshop::Write(const std::string& stream, int expectedSeq, const std::vector<db::ImportedEvent>& events)
{
    if (events.empty())
        return expectedSeq;
    const auto appended =
        db::ImportEvents(m_admin, NewId<core::OperationId>(events.back().at), {{stream, expectedSeq, events}});
    return appended.heads.at(stream);
}

db::Appended Workshop::WriteAll(const std::vector<db::ImportedStream>& streams, core::Instant at)
{
    return db::ImportEvents(m_admin, NewId<core::OperationId>(at), streams);
}

void Workshop::OpenDoors(core::Instant at)
{
    core::Shop before = db::LoadOwnShop(m_admin);
    m_data.shop.id = before.id.IsNil() ? NewId<core::ShopId>(at) : before.id;
    m_data.shop.seq = before.seq;
    if (const auto changed = db::ShopSettingsChanged(before, m_data.shop)) {
        // A shop that was founded today cannot have settings from before.
        const core::Instant since = before.seq > 0 ? m_now : at;
        m_data.shop.seq =
            Write(core::StreamName("shop", m_data.shop.id.value), before.seq, {{.event = *changed, .at = since}});
    }
    AddStaff(at + 1min);
    AddCatalogue(at + 2min);
    AddChecklists(at + 3min);
    AddFigureBasics(at + 4min);

    for (core::Customer customer : m_data.customers) {
        customer.id = NewId<core::CustomerId>(at);
        m_customers.push_back(std::move(customer));
    }
    for (const CarData& data : m_data.cars) {
        Car car{.data = &data, .vehicle = data.vehicle, .last = {}, .visits = 0};
        car.vehicle.id = NewId<core::VehicleId>(at);
        car.vehicle.customer = m_customers.at(data.customer).id;
        m_cars.push_back(std::move(car));
    }
}

void Workshop::AddStaff(core::Instant at)
{
    for (const StaffData& data : m_data.staff) {
        core::StaffMember member = data.member;
        member.id = NewId<core::StaffId>(at);
        core::Event added = db::StaffAdded(member);
        if (!data.hvLicenceUntil.empty())
            added.data["hv_licence_until"] = data.hvLicenceUntil;
        Write(core::StreamName("staff", member.id.value), 0, {{.event = std::move(added), .at = at}});
        db::ImportPin(m_admin, member.id, data.pin);

        const Person person{{member.id, member.name}, member.role};
        if (member.role == core::Role::Manager)
            m_manager = person;
        else
            (member.role == core::Role::Advisor ? m_advisors : m_technicians).push_back(person);
    }
}

void Workshop::AddCatalogue(core::Instant at)
{
    std::vector<db::ImportedStream> streams;
    for (db::CatalogueItem& item : m_data.catalogue) {
        item.id = NewId<core::CatalogueItemId>(at);
        streams.push_back(
            {core::StreamName("catalogue", item.id.value), 0, {{.event = db::CatalogueItemPut(item), .at = at}}});
    }
    WriteAll(streams, at);
}

void Workshop::AddChecklists(core::Instant at)
{
    for (const core::Checklist& checklist : m_data.checklists) {
        Write(core::StreamName("checklist", checklist.id.value), 0,
              {{.event = db::ChecklistPublished(checklist), .at = at}});
    }
}

void Workshop::AddFigureBasics(core::Instant at)
{
    core::KpiBasics basics;
    basics.labourCostPerHour = core::Money{7'200};
    basics.fixedCostsPerMonth = core::Money{3'800'000};
    for (const Person& technician : m_technicians)
        basics.dailyMilliHours[technician.ref.id] = 2'000; // the rest of the day belongs to the body shop next door
    basics.targets = {{"aro", 75'000},        {"on_time", 9'200},        {"efficiency", 10'000},
                      {"utilisation", 5'500}, {"first_time_fix", 9'500}, {"approval_lines", 8'500},
                      {"csat", 9'000},        {"gp_parts", 3'500},       {"first_response", 30}};
    if (auto changed = db::KpiBasicsChanged({}, basics)) {
        const core::Instant since = m_data.shop.seq > 1 ? m_now : at;
        m_data.shop.seq = Write(core::StreamName("shop", m_data.shop.id.value), m_data.shop.seq,
                                {{.event = std::move(*changed), .at = since}});
    }
}

Car& Workshop::CarWithPlate(const std::string& plate)
{
    const auto found =
        std::find_if(m_cars.begin(), m_cars.end(), [&](const Car& car) { return car.vehicle.plate == plate; });
    if (found == m_cars.end())
        throw Corrupt("car " + plate);
    return *found;
}

const core::Checklist& Workshop::ChecklistFor(core::Powertrain powertrain) const
{
    for (const core::Checklist& checklist : m_data.checklists) {
        const auto& kinds = checklist.powertrains;
        if (std::find(kinds.begin(), kinds.end(), powertrain) != kinds.end())
            return checklist;
    }
    throw Corrupt("checklist");
}

const Picture& Workshop::PictureNamed(const std::string& name)
{
    if (const auto known = m_pictures.find(name); known != m_pictures.end())
        return known->second;
    const std::string_view file = EmbeddedFile("resources/demo/photos/" + name + ".jpg");
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(file.data()), file.size());
    const auto photo = Must(photo::ProcessPhoto(bytes, name), "photo");
    Picture picture{.sha256 = db::ImportBlob(m_admin, photo.large, "image/jpeg"),
                    .thumbSha256 = db::ImportBlob(m_admin, photo.thumb, "image/jpeg"),
                    .width = photo.width,
                    .height = photo.height,
                    .bytes = static_cast<std::int64_t>(photo.large.size())};
    return m_pictures.emplace(name, std::move(picture)).first->second;
}

} // namespace bayline::demo
