using System.Diagnostics;
using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests;

/// <summary>A state directory without room: refused by name, nothing lost, and it goes on once there is room.</summary>
[Trait("Speed", "Slow")]
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("pando-full-").FullName;
    private Instance? _pando;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Lib => Path.Combine(_root, "lib");

    private string Ballast => Path.Combine(Lib, "ballast");

    private Instance Pando => _pando!;

    /// <summary>The state is on a file system of 4 MB.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Environment.UserName != "root" && Environment.GetEnvironmentVariable("CI") is null)
        {
            Directory.Delete(_root);
            Assert.Skip("Mounting a small file system needs root.");
        }
        Directory.CreateDirectory(Lib);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m,mode=755", "pando-full", Lib);
        _pando = await Instance.StartAsync(_root, cancellationToken: Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_pando is not null)
        {
            await _pando.KillDaemonAsync();
            // Its root cannot be deleted while something is mounted there; what a guest has open goes with the guest.
            await RunAsync("umount", "--lazy", Lib);
            await _pando.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_full_disk_is_told_and_loses_nothing()
    {
        await Pando.Client.DefineAsync(Machines.Empty("before"), Ct);
        await FillAsync();
        var defined = new List<string> { "before" };
        var told = await DefineUntilFullAsync(defined);
        Assert.Equal((507, ProblemKind.Exhausted), (told.Status, told.Kind));
        Assert.Equal(defined, await NamesAsync());

        await Pando.KillDaemonAsync();
        File.Delete(Ballast);
        await Pando.StartDaemonAsync(Ct);
        Assert.Equal(defined, await NamesAsync());
        await Pando.Client.StartAsync("before", paused: true, Ct);
    }

    [Fact]
    public async Task Room_that_comes_back_is_used_without_a_restart()
    {
        await FillAsync();
        await DefineUntilFullAsync([]);
        File.Delete(Ballast);
        await Pando.Client.DefineAsync(Machines.Empty("later"), Ct);
        await Pando.Client.StartAsync("later", paused: true, Ct);
    }

    private async Task<Problem> DefineUntilFullAsync(List<string> defined)
    {
        for (var number = 0; number < 2000; number++)
        {
            try
            {
                var name = $"filler-{number:0000}";
                await Pando.Client.DefineAsync(Machines.Empty(name), Ct);
                defined.Add(name);
            }
            catch (PandoProblemException full)
            {
                return full.Problem;
            }
        }
        throw new InvalidOperationException("The disk never became full.");
    }

    private async Task<IEnumerable<string>> NamesAsync() =>
        (await Pando.Client.ListMachinesAsync(cancellationToken: Ct)).Select(machine => machine.Name).Order(StringComparer.Ordinal);

    private async Task FillAsync()
    {
        await using var file = new FileStream(Ballast, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                await file.WriteAsync(block, Ct);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var words = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Instance.Limit, CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{program}: {words}");
    }
}
