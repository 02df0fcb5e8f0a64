using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests;

/// <summary>A state directory without room: refused by name, nothing lost, and it goes on once there is room.</summary>
[Trait("Speed", "Slow")]
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("pando-full-").FullName;
    private SmallDisk? _disk;
    private Instance? _pando;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Lib => Path.Combine(_root, "lib");

    private string Ballast => Path.Combine(Lib, "ballast");

    private Instance Pando => _pando!;

    /// <summary>The state is on a file system of 4 MB.</summary>
    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.MountAsync(Lib, 4);
        _pando = await Instance.StartAsync(_root, cancellationToken: Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_pando is not null)
        {
            await _pando.KillDaemonAsync();
        }
        if (_disk is not null)
        {
            // The instance's root cannot be deleted while something is mounted there.
            await _disk.DisposeAsync();
        }
        if (_pando is not null)
        {
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
}
