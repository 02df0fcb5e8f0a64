using System.Runtime.InteropServices;
using System.Text.Json;

namespace Pando.Qmp;

/// <summary>A command from the moment it is asked for until its reply: queued, then sent or given up.</summary>
internal sealed class PendingCommand(string id, string command, byte[] line, SafeHandle? descriptor)
{
    private readonly TaskCompletionSource<JsonElement> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stage = Queued;

    private const int Queued = 0;
    private const int Sent = 1;
    private const int GivenUp = 2;

    public string Id => id;

    public string Command => command;

    public ReadOnlyMemory<byte> Line => line;

    public SafeHandle? Descriptor => descriptor;

    public Task<JsonElement> Reply => _reply.Task;

    /// <summary>True when the command is to be sent now; false when its caller went away while it was queued.</summary>
    public bool TryBeginSending() => Interlocked.CompareExchange(ref _stage, Sent, Queued) == Queued;

    /// <summary>True when the command will never be sent; false when it was (or is being) sent, so that a reply may come.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref _stage, GivenUp, Queued) == Queued;

    public void Succeed(JsonElement result) => _reply.TrySetResult(result);

    public void Fail(Exception reason)
    {
        if (_reply.TrySetException(reason))
        {
            // Nobody may be waiting any more; an unobserved failure is not news then.
            _ = _reply.Task.Exception;
        }
    }
}
