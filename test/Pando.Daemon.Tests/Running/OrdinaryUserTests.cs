using Pando.Api.Routes;
using Pando.Linux.Users;
using Pando.Testing;

namespace Pando.Daemon.Tests.Running;

public class OrdinaryUserTests
{
    private const string User = "nobody";

    [Fact]
    public async Task An_ordinary_user_runs_an_instance_that_is_theirs_alone()
    {
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "only root can become another user");
        using var folder = new TemporaryFolder();
        // Where this is built may be closed to others.
        var program = ReachableCopy.Of(DaemonProcess.Program, folder.File("program"));
        var root = folder.File("instance");
        Directory.CreateDirectory(root);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        var user = UserDatabase.FindUser(User)!;
        await RunAsync("/bin/chown", user.Name, root);

        await using var daemon = await DaemonProcess.StartAsync(
            root, environment: [("HOME", root)], through: ["/usr/bin/setpriv", $"--reuid={user.Uid}", $"--regid={user.Gid}", "--clear-groups", "/bin/sh", "-c", $"shift; exec {program} \"$@\"", "sh"]);
        Assert.Equal("[]", await daemon.Client.GetStringAsync(ApiRoutes.Machines));
        Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(daemon.SocketPath), 8));
        Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(Path.Combine(root, "lib")), 8));
        daemon.Signal(15);
        Assert.Equal(0, await daemon.EndAsync());
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync(Limit.Token());
        Assert.Equal(0, process.ExitCode);
    }
}
