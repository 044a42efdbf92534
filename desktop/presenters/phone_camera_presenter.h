// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/phone_camera.h"
#include "desktop/presenters/photo_intake.h"
#include "desktop/presenters/work_order_presenter.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Why a phone's picture was refused, in the user's language: the words of its code ("photo.damaged"), or the
/// database's own sentence.
[[nodiscard]] std::string PhoneRefusal(const Context& context, const std::string& reason);

/// The link that makes a technician's phone the camera of one order. UI thread only.
class PhoneCameraPresenter final
{
public:
    explicit PhoneCameraPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    /// A customer app is connected that takes phones' pictures.
    [[nodiscard]] bool Available() const { return !m_presenter.Basics().cameraBase.empty(); }

    /// Gives the link whose pictures show `first` unless the phone chooses otherwise. The link of the last time is
    /// given again while it lasts; the secret in it is nowhere but in the link.
    void Open(const PhotoSubject& first, std::function<void(const std::string& link)> done);
    /// A new link, whether or not the last one still lasts: only the phone knows that a link is full or has ended.
    void OpenNew(const PhotoSubject& first, std::function<void(const std::string& link)> done);

    Deed open;

private:
    [[nodiscard]] std::vector<core::CameraSubject> Subjects(const PhotoSubject& first) const;

    WorkOrderPresenter& m_presenter;
    std::string m_link;
    PhotoSubject m_first;
    core::StaffId m_person;
    core::Instant m_until{};
};

} // namespace bayline::desktop
