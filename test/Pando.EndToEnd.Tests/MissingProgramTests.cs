using Pando.Api.Machines;
using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests;

/// <summary>A program that a device needs is not on the host: pandod sees the host's programs without it.</summary>
public sealed class MissingProgramTests : IAsyncLifetime
{
    private const string Tpm = "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>";

    private readonly string _wrapper = Path.Combine(Path.GetTempPath(), $"pando-without-swtpm-{Guid.NewGuid():N}");
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // A layer over the programs in which it is taken away, for this daemon's mount namespace alone.
        await File.WriteAllTextAsync(
            _wrapper,
            $"""
            #!/bin/sh
            exec unshare --mount -- sh -c 'set -e
            mount -t tmpfs tmpfs {_wrapper}.layer
            mkdir {_wrapper}.layer/upper {_wrapper}.layer/work
            mknod {_wrapper}.layer/upper/swtpm c 0 0
            mount -t overlay overlay -o lowerdir=/usr/bin,upperdir={_wrapper}.layer/upper,workdir={_wrapper}.layer/work /usr/bin
            exec "$0" "$@"' {Programs.Pandod} "$@"

            """,
            Ct);
        Directory.CreateDirectory(_wrapper + ".layer");
        File.SetUnixFileMode(_wrapper, (UnixFileMode)0b111_101_101);
        _pando = await Instance.StartAsync(program: _wrapper, cancellationToken: Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _pando.DisposeAsync();
        File.Delete(_wrapper);
        Directory.Delete(_wrapper + ".layer");
    }

    [Fact]
    public async Task A_machine_with_a_TPM_is_not_started_without_swtpm_and_nothing_of_the_start_is_left()
    {
        Assert.True(File.Exists("/usr/bin/swtpm"), "swtpm is missing");
        // One that needs none is not held up, and leaves the folders that the first start of any machine makes.
        await _pando.Client.DefineAsync(Machines.Empty("plain"), Ct);
        Assert.Equal(MachinePhase.Running, (await _pando.Client.StartAsync("plain", cancellationToken: Ct)).State.Phase);
        await _pando.Client.DestroyAsync("plain", cancellationToken: Ct);
        var machine = await _pando.Client.DefineAsync(Machines.Empty("sealed", Tpm), Ct);
        var before = Files();
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.StartAsync("sealed", cancellationToken: Ct))).Problem;
        Assert.Equal(("domain.side-program-missing", 409), (problem.Code, problem.Status));
        Assert.Contains("tpm0 needs swtpm", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("package", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.GetMachineAsync("sealed", Ct)).State.Phase);
        Assert.Equal(machine.Version, (await _pando.Client.GetMachineAsync("sealed", Ct)).Version);
        Assert.Empty(_pando.OtherProcesses());
        Assert.Equal(before, Files());

        // It is not offered either.
        var offered = await _pando.CliAsync("domcapabilities");
        var tpm = offered.Output[offered.Output.IndexOf("<tpm ", StringComparison.Ordinal)..offered.Output.IndexOf("</tpm>", StringComparison.Ordinal)];
        Assert.DoesNotContain("<value>emulator</value>", tpm, StringComparison.Ordinal);
    }

    /// <summary>What lies below the instance, but for its databases and logs, which tell of the attempt.</summary>
    private List<string> Files() =>
        [.. Directory.EnumerateFileSystemEntries(_pando.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/log", StringComparison.Ordinal) && !Path.GetFileName(path).Contains(".db", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
}
