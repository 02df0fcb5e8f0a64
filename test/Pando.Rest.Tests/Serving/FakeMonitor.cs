using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pando.Domains.Monitor;
using Pando.Model.Domains;

namespace Pando.Rest.Tests.Serving;

/// <summary>A QEMU that writes down what it is asked.</summary>
internal sealed class FakeMonitor : IGuestMonitor
{
    public ConcurrentQueue<string> Asked { get; } = new();

    public MonitorAnswer Answer { get; set; } = new(JsonElement.Parse("[1]"), null);

    public Task SendKeysAsync(DomainId id, IReadOnlyList<int> keys, TimeSpan? hold, CancellationToken cancellationToken = default) =>
        Note($"keys {string.Join(' ', keys)} {hold?.TotalMilliseconds}");

    public Task InjectNmiAsync(DomainId id, CancellationToken cancellationToken = default) => Note("nmi");

    public Task<IReadOnlyList<DiskError>> DiskErrorsAsync(DomainId id, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DiskError>>([new("vda", NoSpace: true), new("vdb", NoSpace: false)]);

    public Task ResizeDiskAsync(DomainId id, string disk, long bytes, CancellationToken cancellationToken = default) => Note($"grow {disk} {bytes}");

    public Task SetThresholdAsync(DomainId id, string disk, long bytes, CancellationToken cancellationToken = default) => Note($"threshold {disk} {bytes}");

    public async Task<ReadOnlyMemory<byte>> ScreenshotAsync(DomainId id, int screen = 0, CancellationToken cancellationToken = default)
    {
        await Note($"screen {screen}");
        return new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' };
    }

    public Task OpenDisplayAsync(DomainId id, int display, SafeHandle connection, bool skipsPassword, CancellationToken cancellationToken = default) =>
        Note($"display {display} {skipsPassword}");

    public async Task<MonitorAnswer> CommandAsync(DomainId id, JsonElement command, TimeSpan? limit, CancellationToken cancellationToken = default)
    {
        await Note($"{command.GetRawText()} {limit?.TotalSeconds}");
        return Answer;
    }

    public async Task<string> HumanCommandAsync(DomainId id, string line, TimeSpan? limit, CancellationToken cancellationToken = default)
    {
        await Note($"{line} {limit?.TotalSeconds}");
        return "VM status: running\r\n";
    }

    private Task Note(string what)
    {
        Asked.Enqueue(what);
        return Task.CompletedTask;
    }
}
