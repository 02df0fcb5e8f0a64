using Pando.Daemon.Settings;
using Pando.Model;

namespace Pando.Daemon.Tests.Settings;

public class InstancePlaceTests
{
    private static readonly Dictionary<string, string> Login = new() { ["HOME"] = "/home/an", ["XDG_RUNTIME_DIR"] = "/run/user/1000" };

    [Fact]
    public void A_given_directory_holds_everything_whoever_starts_it()
    {
        Assert.Equal(InstancePaths.Under("/srv/a"), InstancePlace.Of("/srv/a", isRoot: true, Login));
        Assert.Equal(InstancePaths.Under("/srv/a"), InstancePlace.Of("/srv/a", isRoot: false, Login));
    }

    [Fact]
    public void Root_runs_the_service() => Assert.Equal(InstancePaths.System, InstancePlace.Of(null, isRoot: true, Login));

    [Fact]
    public void An_ordinary_user_has_the_directories_of_the_XDG_specification() => Assert.Equal(
        new InstancePaths("/home/an/.config/pando", "/home/an/.local/share/pando", "/run/user/1000/pando", "/home/an/.local/state/pando"),
        InstancePlace.Of(null, isRoot: false, Login));

    [Fact]
    public void They_move_as_its_variables_say()
    {
        var moved = new Dictionary<string, string>(Login) { ["XDG_CONFIG_HOME"] = "/c", ["XDG_DATA_HOME"] = "/d", ["XDG_STATE_HOME"] = "relative" };
        Assert.Equal(
            new InstancePaths("/c/pando", "/d/pando", "/run/user/1000/pando", "/home/an/.local/state/pando"), InstancePlace.Of(null, isRoot: false, moved));
    }

    [Theory]
    [InlineData("HOME")]
    [InlineData("XDG_RUNTIME_DIR")]
    public void Without_a_login_there_is_no_place_of_ones_own(string missing)
    {
        var environment = Login.Where(variable => variable.Key != missing).ToDictionary();
        Assert.Equal(InstancePaths.System, InstancePlace.Of(null, isRoot: false, environment));
    }
}
