using Pando.Api;
using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Storage;
using Pando.EndToEnd.Tests.Faults;

namespace Pando.EndToEnd.Tests;

/// <summary>A disk that a machine cannot have: which machine, which part of which path, and why; nothing is left of the start.</summary>
[Trait("Speed", "Slow")]
public sealed class DiskFaultTests : IAsyncLifetime
{
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Images => Path.Combine(_pando.Root, "lib", "images");

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_missing_disk_is_refused_with_the_component_that_is_missing()
    {
        var folder = Path.Combine(Images, "nowhere");
        var problem = await RefusedStartAsync(Disk(Path.Combine(folder, "deep", "disk.img")));
        AssertUnavailable(problem, folder, "it does not exist");

        // What was missing is there now: the same machine starts.
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "deep", "disk.img"), new byte[1 << 20], Ct);
        Assert.Equal(MachinePhase.Paused, (await _pando.Client.StartAsync("struck", paused: true, Ct)).State.Phase);
    }

    [Fact]
    public async Task A_path_that_leads_through_a_file_is_refused_with_that_file()
    {
        var file = await FileAsync("file.img");
        AssertUnavailable(await RefusedStartAsync(Disk(Path.Combine(file, "disk.img"))), file, "it is not a directory");
    }

    [Fact]
    public async Task A_disk_that_is_a_directory_is_refused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Images, "folder")).FullName;
        AssertUnavailable(await RefusedStartAsync(Disk(folder)), folder, "it is neither a file nor a block device");
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_refused_with_what_it_leads_to()
    {
        var link = Path.Combine(Images, "link.img");
        var target = Path.Combine(Images, "gone.img");
        File.CreateSymbolicLink(link, target);
        AssertUnavailable(await RefusedStartAsync(Disk(link)), target, "it does not exist", path: link);
    }

    [Fact]
    public async Task A_missing_kernel_is_refused_with_the_machine_and_the_component()
    {
        var folder = Path.Combine(Images, "nowhere");
        var problem = await RefusedStartAsync("", $"<kernel>{folder}/vmlinuz</kernel>");
        AssertUnavailable(problem, folder, "it does not exist", path: $"{folder}/vmlinuz");
    }

    [Fact]
    public async Task A_missing_disk_is_told_in_the_language_of_its_reader()
    {
        await DefineAsync(Disk(Path.Combine(Images, "nowhere.img")));
        using var client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Parse($"unix:{_pando.Socket}"), Language = "vi" });
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => client.StartAsync("struck", cancellationToken: Ct))).Problem;
        Assert.Equal($"Máy 'struck' không dùng được {Images}/nowhere.img: {Images}/nowhere.img: không tồn tại.", problem.Detail);
    }

    [Fact]
    public async Task A_disk_that_another_machine_writes_to_is_refused_with_that_machine()
    {
        var path = await FileAsync("shared.img");
        await _pando.Client.DefineAsync(Machines.Empty("holder", Disk(path)), Ct);
        await _pando.Client.StartAsync("holder", paused: true, Ct);

        // Another name of the same file is the same file.
        var other = Path.Combine(Images, "other-name.img");
        File.CreateSymbolicLink(other, path);
        var problem = await RefusedStartAsync(Disk(other));
        Assert.Equal(("domain.disk-in-use", 409, ProblemKind.Refused), (problem.Code, problem.Status, problem.Kind));
        Assert.Equal($"Machine 'struck' cannot have {other} for writing: machine 'holder' is using it.", problem.Detail);
        Assert.Equal(("struck", other, "holder"), (problem.Facts!["name"], problem.Facts["path"], problem.Facts["holder"]));
        Assert.Contains("'holder'", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal("open-files", problem.Step);

        // The holder did not notice, and gives it free with its end.
        Assert.Equal(MachinePhase.Paused, (await _pando.Client.GetMachineAsync("holder", Ct)).State.Phase);
        await _pando.Client.DestroyAsync("holder", cancellationToken: Ct);
        Assert.Equal(MachinePhase.Paused, (await _pando.Client.StartAsync("struck", paused: true, Ct)).State.Phase);
    }

    [Fact]
    public async Task A_disk_is_still_in_use_after_a_daemon_that_died()
    {
        var path = await FileAsync("shared.img");
        await _pando.Client.DefineAsync(Machines.Empty("holder", Disk(path)), Ct);
        await _pando.Client.StartAsync("holder", paused: true, Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal("domain.disk-in-use", (await RefusedStartAsync(Disk(path))).Code);
    }

    [Fact]
    public async Task A_disk_grows_only_while_no_machine_runs_with_it()
    {
        var path = await FileAsync("grown.img");
        await DefineAsync(Disk(path));
        await _pando.Client.StartAsync("struck", paused: true, Ct);
        var larger = new VolumeResizeRequest { CapacityBytes = 2 << 20 };
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.ResizeVolumeAsync("default", "grown.img", larger, Ct))).Problem;
        Assert.Equal(("domain.still-running", "struck"), (problem.Code, problem.Facts!["name"]));
        Assert.Equal(1 << 20, new FileInfo(path).Length);
        await _pando.Client.DestroyAsync("struck", cancellationToken: Ct);
        Assert.Equal(2 << 20, (await _pando.Client.ResizeVolumeAsync("default", "grown.img", larger, Ct)).CapacityBytes);
        Assert.Equal(2 << 20, new FileInfo(path).Length);
    }

    private static string Disk(string path) =>
        $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='vda' bus='virtio'/></disk>";

    private async Task<string> FileAsync(string name)
    {
        var path = Path.Combine(Images, name);
        await File.WriteAllBytesAsync(path, new byte[1 << 20], Ct);
        return path;
    }

    private Task DefineAsync(string devices, string os = "") =>
        _pando.Client.DefineAsync(Machines.Empty("struck", devices, os), Ct);

    /// <summary>What a start is refused with, which leaves everything as it was.</summary>
    private async Task<Problem> RefusedStartAsync(string devices, string os = "")
    {
        await DefineAsync(devices, os);
        var before = await _pando.TracesAsync();
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.StartAsync("struck", cancellationToken: Ct))).Problem;
        Assert.Null(await _pando.DifferenceAsync(before));
        return problem;
    }

    private static void AssertUnavailable(Problem problem, string component, string reason, string? path = null)
    {
        Assert.Equal(("domain.disk-unavailable", 409, ProblemKind.Refused), (problem.Code, problem.Status, problem.Kind));
        Assert.Equal(("struck", component), (problem.Facts!["name"], problem.Facts["component"]));
        Assert.Equal($"Machine 'struck' cannot use {path ?? problem.Facts["path"]}: {component}: {reason}.", problem.Detail);
        Assert.NotNull(problem.Remedy);
    }
}
