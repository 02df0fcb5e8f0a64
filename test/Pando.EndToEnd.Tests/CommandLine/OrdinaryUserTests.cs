using Pando.Cli.Tests.Harness;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.CommandLine;

/// <summary>A user without rights, with an instance of their own: what needs none works, and the rest is refused by name.</summary>
[Trait("Speed", "Slow")]
public sealed class OrdinaryUserTests : IAsyncLifetime
{
    private readonly CliAround _around = new();
    private OrdinaryUser? _user;
    private Instance? _pando;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private OrdinaryUser User => _user!;

    public async ValueTask InitializeAsync()
    {
        _user = await OrdinaryUser.MakeAsync(Ct);
        _pando = await Instance.StartAsync(await User.MakeFolderAsync("i", Ct), User.Pandod, cancellationToken: Ct);
        _around.With("PANDO_HOST", $"unix:{_pando.Socket}");
    }

    public async ValueTask DisposeAsync()
    {
        await (_pando?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_user?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<(int ExitCode, string Out, string Error)> RunAsync(string line, string? id = null)
    {
        await using var pando = id is null ? User.Start(_around, line) : User.Start(_around, line, id);
        pando.Input.Close();
        return (await pando.ExitAsync(), pando.Out, pando.Error);
    }

    private async Task<string> DoneAsync(string line)
    {
        var (exitCode, said, error) = await RunAsync(line);
        Assert.True(exitCode == 0, $"{line}: {error}");
        return said;
    }

    private async Task<string> WriteAsync(byte[] xml)
    {
        var path = Path.Combine(User.Folder, "machine.xml");
        await File.WriteAllBytesAsync(path, xml, Ct);
        return path;
    }

    [Fact]
    public async Task A_guest_with_a_network_a_disk_and_a_screen_is_defined_run_and_removed()
    {
        var guest = await TinyGuest.GetAsync(Ct);
        var own = new TinyGuestFiles(User.Give(guest.Kernel), User.Give(guest.Initrd));
        await DoneAsync("vol-create-as default data.qcow2 64M");
        var disk = Path.Combine(_pando!.Root, "lib", "images", "data.qcow2");
        var xml = await WriteAsync(Machines.Tiny("tiny", own, $"""
            <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{disk}'/><target dev='vda' bus='virtio'/></disk>
            <interface type='user'><model type='virtio'/></interface>
            <video><model type='vga'/></video>
            """));

        await DoneAsync($"define {xml}");
        await DoneAsync("start tiny --paused");
        await using (var console = User.Start(_around, "console tiny"))
        {
            await console.SaysAsync("Connected to 'tiny'.");
            await DoneAsync("resume tiny");
            await console.SaysAsync(TinyGuest.Ready);
            await console.TypeAsync("echo disk=$(cat /sys/block/vda/size) net=$(ls /sys/class/net)\n");
            await console.SaysAsync("disk=131072 net=");
            console.Send("INT");
            Assert.Equal(130, await console.ExitAsync());
        }
        var picture = Path.Combine(await User.MakeFolderAsync("pictures", Ct), "tiny.png");
        await DoneAsync($"screenshot tiny {picture}");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(picture, Ct))[..4]);

        await DoneAsync("destroy tiny");
        await DoneAsync("undefine tiny --remove-all-storage");
        await DoneAsync("trash purge tiny --yes");
        Assert.False(File.Exists(disk));
        Assert.Empty(_pando.OtherProcesses());
    }

    [Fact]
    public async Task What_needs_root_is_refused_by_name()
    {
        var (exitCode, _, error) = await RunAsync("image build debian-12");
        Assert.Equal(
            (6, "error: Building the image 'debian-12' needs root: it unpacks packages with their owners.\nhint: Run pandod as root, or import a finished image with 'pando image import'.\n"),
            (exitCode, error));
    }

    [Fact]
    public async Task Nobody_else_may_use_it()
    {
        var (exitCode, _, error) = await RunAsync("list", id: "65533");
        Assert.Equal(5, exitCode);
        Assert.StartsWith("error: You may not use the socket ", error, StringComparison.Ordinal);
    }

    /// <summary>As after a login: nothing is said but whose session it is.</summary>
    [Fact]
    public async Task After_a_login_both_programs_find_the_users_own_instance()
    {
        Assert.SkipWhen(File.Exists("/run/pando/pando.sock"), "this host runs a pandod of its own");
        var home = await User.MakeFolderAsync("home", Ct);
        var runtime = await User.MakeFolderAsync("runtime", Ct);
        _around.Environment.Remove("PANDO_HOST");
        _around.With("HOME", home).With("XDG_RUNTIME_DIR", runtime);
        await using var pandod = PandoProcess.StartProgram(_around, User.Pandod);
        await pandod.SaysAsync($"Serving {runtime}/pando/pando.sock");
        await DoneAsync($"define {await WriteAsync(Machines.Empty("mine"))}");
        Assert.Equal("mine\n", await DoneAsync("list --all --name"));
        Assert.True(File.Exists(Path.Combine(home, ".local/share/pando/state.db")));
        pandod.Send("TERM");
        Assert.Equal(0, await pandod.ExitAsync());
    }

    [Fact]
    public async Task Without_a_login_pandod_says_what_is_missing()
    {
        _around.With("HOME", User.Folder).With("LC_ALL", "C");
        await using var pandod = PandoProcess.StartProgram(_around, User.Pandod);
        Assert.Equal(1, await pandod.ExitAsync());
        Assert.Equal(
            "pandod: The directory /etc/pando cannot be used. Access to the path '/etc/pando' is denied.\n"
            + "pandod: An ordinary user needs HOME and XDG_RUNTIME_DIR, which a login sets, or a directory of their own: 'pandod --root DIR'.\n",
            pandod.Error);
    }
}
