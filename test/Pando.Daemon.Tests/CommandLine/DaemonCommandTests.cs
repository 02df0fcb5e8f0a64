using Pando.Daemon.CommandLine;
using Pando.Model.Errors;

namespace Pando.Daemon.Tests.CommandLine;

public class DaemonCommandTests
{
    [Fact]
    public void Values_stand_behind_their_option_or_behind_an_equals_sign()
    {
        var command = DaemonCommand.Parse(["--root", "/a", "--config=/b", "--log-level=debug", "--log-level", "trace"]);
        Assert.Equal((DaemonVerb.Serve, "/a", "/b"), (command.Verb, command.Root, command.Config));
        Assert.Equal(["debug", "trace"], command.Settings.Select(setting => setting.Value));
    }

    [Fact]
    public void The_verbs_are_known()
    {
        Assert.Equal((DaemonVerb.Check, true), (DaemonCommand.Parse(["check", "--json"]).Verb, DaemonCommand.Parse(["check", "--json"]).Json));
        Assert.Equal(DaemonVerb.ProbeKvm, DaemonCommand.Parse(["probe-kvm"]).Verb);
        Assert.Equal(DaemonVerb.Help, DaemonCommand.Parse(["--help"]).Verb);
        Assert.Equal(DaemonVerb.Version, DaemonCommand.Parse(["--version"]).Verb);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("--bogus")]
    [InlineData("--bogus=1")]
    [InlineData("--root")]
    [InlineData("--json=yes")]
    [InlineData("")]
    public void What_is_not_understood_is_refused(string word) =>
        Assert.Equal(ErrorCodes.Daemon.Usage, Assert.ThrowsAny<PandoException>(() => DaemonCommand.Parse([word])).Code);
}
