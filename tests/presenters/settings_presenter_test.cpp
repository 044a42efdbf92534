// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/settings_presenter.h"

#include "db/delivery.h"
#include "tests/presenters/desk.h"
#include "tests/presenters/flaky_jobs.h"

namespace bayline::test {

using desktop::LocalSettings;
using desktop::SettingsPresenter;

class SettingsPresenterTest : public DeskTest
{
protected:
    SettingsPresenter::Doors Doors()
    {
        return {.pair = [this](const std::string& url, const std::string& code) -> core::Outcome<sync::Pairing> {
                    if (code != "RIGHTCODE")
                        return core::Refusal{.code = "pairing.code", .sentence = "No such code.", .field = "code"};
                    return sync::Pairing{.credentials = {.url = url,
                                                         .shopId = core::ToString(core::NewUuid()),
                                                         .keyId = "k1",
                                                         .secret = std::string(64, 'b'),
                                                         .epoch = core::ToString(core::NewUuid())},
                                         .shopName = "Shop",
                                         .linkBase = "https://app.example/w/#"};
                },
                .paired = [this] { ++m_paired; },
                .localSettings = [this] { return m_local; },
                .keepLocalSettings = [this](const LocalSettings& settings) { m_local = settings; }};
    }

    LocalSettings m_local;
    int m_paired = 0;
};

TEST_F(SettingsPresenterTest, ChangesOnlyWhatAManagerTyped)
{
    SignIn(ManagerOnDuty());
    SettingsPresenter presenter(*m_context, Doors(), [] {});
    presenter.Load();
    ASSERT_TRUE(presenter.Now().mayChangeShop);
    auto form = presenter.Now().form;
    form.name = "星海新能源汽车服务中心";
    form.labourRate = "188.50";
    presenter.SaveShop(form);
    const auto shop = db::LoadShop(*m_connection);
    EXPECT_EQ(shop.name, "星海新能源汽车服务中心");
    EXPECT_EQ(shop.labourRate.minor, 18850);
    EXPECT_EQ(shop.taxRate, m_context->shop.taxRate);
}

TEST_F(SettingsPresenterTest, WhatIsChangedAfterALostAnswerIsSavedToo)
{
    SignIn(ManagerOnDuty());
    FlakyJobs flaky(*m_jobs);
    desktop::Context context{.jobs = flaky,
                             .sessionToken = m_context->sessionToken,
                             .person = m_context->person,
                             .shop = m_context->shop,
                             .zone = m_context->zone};
    SettingsPresenter presenter(context, Doors(), [] {});
    presenter.Load();
    auto form = presenter.Now().form;
    form.name = "星海新能源汽车服务中心";
    flaky.LoseAnswers(true);
    presenter.SaveShop(form);
    flaky.LoseAnswers(false);
    form.labourRate = "188.50";
    presenter.SaveShop(form);
    EXPECT_EQ(presenter.Now().shopMessage, "The shop's data has been saved.");
    EXPECT_EQ(db::LoadShop(*m_connection).labourRate.minor, 18850);
}

TEST_F(SettingsPresenterTest, MarksWrongNumbersAndSavesNothing)
{
    SignIn(ManagerOnDuty());
    SettingsPresenter presenter(*m_context, Doors(), [] {});
    presenter.Load();
    auto form = presenter.Now().form;
    form.taxRate = "130";
    form.labourRate = "a lot";
    form.quoteValidDays = "0";
    form.idleLockMinutes = "-1";
    form.name = " ";
    presenter.SaveShop(form);
    EXPECT_EQ(presenter.Now().problems.size(), 5U);
    EXPECT_EQ(db::LoadShop(*m_connection).name, m_context->shop.name);
}

TEST_F(SettingsPresenterTest, PairsWithTheRightCodeOnly)
{
    SignIn(ManagerOnDuty());
    SettingsPresenter presenter(*m_context, Doors(), [] {});
    presenter.Load();
    presenter.Pair("https://app.example", "WRONG");
    EXPECT_TRUE(presenter.Now().pairingFailed);
    EXPECT_EQ(m_paired, 0);
    presenter.Pair("https://app.example", "RIGHTCODE");
    EXPECT_FALSE(presenter.Now().pairingFailed) << presenter.Now().pairingMessage;
    EXPECT_EQ(m_paired, 1);
    EXPECT_TRUE(db::LoadDeliveryStatus(*m_connection).paired);
    EXPECT_EQ(db::LoadDeliveryStatus(*m_connection).linkBase, "https://app.example/w/#")
        << "the link of an order needs it";
}

TEST_F(SettingsPresenterTest, KeepsWhatBelongsToThisPc)
{
    SettingsPresenter presenter(*m_context, Doors(), [] {});
    presenter.Load();
    EXPECT_FALSE(presenter.Now().mayChangeShop);
    presenter.SaveLocal({.language = "zh_CN", .runRelay = false});
    EXPECT_EQ(m_local.language, "zh_CN");
    EXPECT_NE(presenter.Now().localMessage.find("as soon as"), std::string::npos);
}

TEST_F(SettingsPresenterTest, LeavesAloneWhatThisPcLearnedWhileTheFormWasOpen)
{
    SettingsPresenter presenter(*m_context, Doors(), [] {});
    presenter.Load();
    auto typed = presenter.Now().local;
    typed.photoFolder = "/home/shop/camera";
    m_local.papers["invoice"] = {"Office", "a4"};
    m_local.servers["7301"] = 3;
    m_local.windowWidth = 1600;
    presenter.SaveLocal(typed);
    EXPECT_EQ(m_local.photoFolder, "/home/shop/camera");
    EXPECT_EQ(m_local.papers.at("invoice").printer, "Office");
    EXPECT_EQ(m_local.servers.at("7301"), 3) << "a server that was replaced must not be used again";
    EXPECT_EQ(m_local.windowWidth, 1600);
}

} // namespace bayline::test
