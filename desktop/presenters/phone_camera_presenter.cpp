// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/phone_camera_presenter.h"

#include "core/random.h"
#include "desktop/presenters/inspection_presenter.h"
#include "photo/refusals.h"

#include <algorithm>

namespace bayline::desktop {

std::string PhoneRefusal(const Context& context, const std::string& reason)
{
    return reason.starts_with("photo.") ? context.Say(photo::RefusalFor(reason, {})) : context.Tr(reason);
}

std::vector<core::CameraSubject> PhoneCameraPresenter::Subjects(const PhotoSubject& first) const
{
    const auto& context = m_presenter.TheContext();
    std::vector<core::CameraSubject> subjects;
    const auto add = [&](std::string_view kind, core::ItemId item, std::string title) {
        core::CameraSubject subject{.kind = std::string(kind), .item = item, .title = std::move(title)};
        const bool chosen = subject.kind == first.kind && subject.item == first.item;
        subjects.insert(chosen ? subjects.begin() : subjects.end(), std::move(subject));
    };
    for (const auto& kind : PhotoKinds()) {
        if (kind != "finding") {
            add(kind, {}, context.Tr(PhotoKindName(kind)));
        }
    }
    if (const auto& inspection = m_presenter.Order().inspection) {
        for (const auto& entry : inspection->items) {
            add("finding", entry.item.id, ItemTitle(context, entry.item));
        }
    }
    return subjects;
}

void PhoneCameraPresenter::Open(const PhotoSubject& first, std::function<void(const std::string& link)> done)
{
    const auto& context = m_presenter.TheContext();
    const bool same = first.kind == m_first.kind && first.item == m_first.item && context.person.id == m_person;
    if (!m_link.empty() && same && context.now() + std::chrono::hours(1) < m_until) {
        done(m_link);
        return;
    }
    OpenNew(first, std::move(done));
}

void PhoneCameraPresenter::OpenNew(const PhotoSubject& first, std::function<void(const std::string& link)> done)
{
    const auto& order = m_presenter.Order();
    const core::OpenCamera intent{.id = core::CameraId::New(),
                                  .token = core::NewLinkToken(),
                                  .title = order.number + " · " + order.vehicle.plate,
                                  .subjects = Subjects(first)};
    m_presenter.Do(
        open, [intent](const auto& present, const auto& actor) { return core::Decide(present, intent, actor); },
        [this, first, token = intent.token, done = std::move(done)] {
            m_link = m_presenter.Basics().cameraBase + token;
            m_first = first;
            m_person = m_presenter.TheContext().person.id;
            m_until = m_presenter.TheContext().now() + core::kCameraLasts;
            done(m_link);
        });
}

} // namespace bayline::desktop
