// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/settings_presenter.h"

#include "db/delivery.h"
#include "tests/presenters/desk.h"

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

} // namespace bayline::test
