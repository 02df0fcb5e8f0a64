using Microsoft.Extensions.Logging.Abstractions;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.LibvirtServer.Events;

namespace Pando.LibvirtServer.Tests;

/// <summary>
/// contracts/libvirt/coverage.txt says of every procedure whether it is answered: <c>done</c>, <c>refused</c> for good with a
/// reason, or <c>todo</c>. What is done stays done. PANDO_UPDATE=1 writes what was added.
/// </summary>
public sealed class CoverageTests
{
    private static readonly string File = Path.Combine(Repository(), "contracts", "libvirt", "coverage.txt");

    [Fact]
    public async Task The_list_of_procedures_is_true()
    {
        await using var events = new EventRelay(new NoEvents(), [], NullLogger.Instance);
        var answered = ProcedureTable.Of(Nobody, events).Answered.Select(Key).ToHashSet(StringComparer.Ordinal);
        var written = System.IO.File.Exists(File) ? await ReadAsync() : [];
        var lost = written.Where(line => line.Value.Word == "done" && !answered.Contains(line.Key)).Select(line => line.Key);
        Assert.Empty(lost);
        var refused = written.Where(line => line.Value.Word == "refused").ToDictionary();
        Assert.DoesNotContain(refused.Keys, answered.Contains);
        Assert.All(refused.Values, line => Assert.NotEmpty(line.Reason));

        var now = RemoteProgram.All.Concat(QemuProgram.All).Where(facts => !facts.IsEvent).Select(Key)
            .ToDictionary(key => key, key => answered.Contains(key) ? ("done", "") : refused.TryGetValue(key, out var why) ? why : ("todo", ""));
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE") == "1")
        {
            await System.IO.File.WriteAllLinesAsync(
                File, now.Select(line => $"{line.Key} {line.Value.Item1}{(line.Value.Item2.Length == 0 ? "" : ": " + line.Value.Item2)}"), TestContext.Current.CancellationToken);
            return;
        }
        Assert.Equal(now, written);
    }

    /// <summary>No engine at all: for what asks it nothing.</summary>
    internal static LibvirtServices Nobody => new()
    {
        Domains = null!,
        Agents = null!,
        Monitor = null!,
        Capabilities = null!,
        Statistics = null!,
        Jobs = null!,
        Events = null!,
        Networks = null!,
        NetworkFilters = null!,
        HostNetwork = null!,
        Pools = null!,
        Volumes = null!,
        Host = null!,
        Memory = null!,
        NodeDevices = null!,
        Secrets = null!,
        Loggers = NullLoggerFactory.Instance,
    };

    private static string Key(ProcedureFacts facts) => facts.Program == QemuProgram.Number ? "QEMU:" + facts.Name : facts.Name;

    private static async Task<Dictionary<string, (string Word, string Reason)>> ReadAsync() =>
        (await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken))
            .Select(line => line.Split(' ', 2))
            .ToDictionary(parts => parts[0], parts => (parts[1].Split(':')[0], parts[1].Contains(':', StringComparison.Ordinal) ? parts[1].Split(": ", 2)[1] : ""), StringComparer.Ordinal);

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Pando.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        return folder;
    }

    private sealed class NoEvents : Model.Ports.IEvents
    {
        public void Publish(string type, string subject, params ReadOnlySpan<(string Name, string Value)> data)
        {
            // Nobody listens.
        }

        public async IAsyncEnumerable<Model.Events.PandoEvent> SubscribeAsync(
            long? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
    }
}
