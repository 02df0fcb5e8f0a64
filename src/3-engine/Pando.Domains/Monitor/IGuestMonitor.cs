using System.Runtime.InteropServices;
using System.Text.Json;
using Pando.Model.Domains;

namespace Pando.Domains.Monitor;

/// <summary>
/// What a machine's QEMU is asked beside the machine's queue: it changes nothing of the machine that Pando keeps. A call
/// waits for its own QEMU and for nobody else. Throws <c>domain.not-running</c>, <c>domain.is-starting</c>,
/// <c>domain.not-answering</c>… at once, and what QEMU does wrong as <c>domain.qemu-refused</c>, <c>domain.qemu-silent</c>.
/// </summary>
public interface IGuestMonitor
{
    /// <summary>Presses keys together.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="keys">QEMU's numbers of them (<see cref="Model.Keys.KeyTable"/>).</param>
    /// <param name="hold">For how long; null: as QEMU does (100 ms).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SendKeysAsync(DomainId id, IReadOnlyList<int> keys, TimeSpan? hold, CancellationToken cancellationToken = default);

    /// <summary>Sends the guest a non-maskable interrupt.</summary>
    Task InjectNmiAsync(DomainId id, CancellationToken cancellationToken = default);

    /// <summary>The disks that the guest's writes or reads failed on, and how.</summary>
    Task<IReadOnlyList<DiskError>> DiskErrorsAsync(DomainId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a disk larger; the guest sees it at once. Throws <c>domain.no-such-device</c>, and <c>domain.disk-would-shrink</c>
    /// where it is larger already.
    /// </summary>
    /// <param name="id">The machine.</param>
    /// <param name="disk">Its target, its file or its alias.</param>
    /// <param name="bytes">Its new size.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task ResizeDiskAsync(DomainId id, string disk, long bytes, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has the event <c>machine.block-threshold</c> told, once, when a disk's image is written behind an offset. Throws
    /// <c>domain.no-such-device</c>.
    /// </summary>
    /// <param name="id">The machine.</param>
    /// <param name="disk">The disk's target, file or alias; <c>vda[1]</c> is the first image below it.</param>
    /// <param name="bytes">The offset in the image; 0 is never.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SetThresholdAsync(DomainId id, string disk, long bytes, CancellationToken cancellationToken = default);

    /// <summary>A picture of a screen, as PNG. Throws <c>domain.no-screen</c>, <c>domain.no-such-screen</c>.</summary>
    /// <param name="id">The machine.</param>
    /// <param name="screen">Which: the heads of the first video card are counted first, from 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ReadOnlyMemory<byte>> ScreenshotAsync(DomainId id, int screen = 0, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes one end of a pair of sockets a client of a display (VNC, SPICE). Throws <c>domain.no-such-display</c> where the machine
    /// has none of that number, or one that takes no clients.
    /// </summary>
    /// <param name="id">The machine.</param>
    /// <param name="display">Which of its &lt;graphics&gt;, from 0.</param>
    /// <param name="connection">The end; the caller keeps its own copy.</param>
    /// <param name="skipsPassword">Whether the client is let in without the display's password.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task OpenDisplayAsync(DomainId id, int display, SafeHandle connection, bool skipsPassword, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends QEMU a command as it is: an object with <c>execute</c>. The machine is marked as tampered with. A refusal of
    /// QEMU's is an answer too.
    /// </summary>
    /// <param name="id">The machine.</param>
    /// <param name="command">The command.</param>
    /// <param name="limit">How long it may take; null: as any other.</param>
    /// <param name="cancellationToken">Ends the wait; QEMU may carry it out all the same.</param>
    Task<MonitorAnswer> CommandAsync(DomainId id, JsonElement command, TimeSpan? limit, CancellationToken cancellationToken = default);

    /// <summary>The same with a line of QEMU's monitor for people; answers what that prints.</summary>
    Task<string> HumanCommandAsync(DomainId id, string line, TimeSpan? limit, CancellationToken cancellationToken = default);
}

/// <summary>What QEMU answered to a command that was sent as it is: one of the two.</summary>
/// <param name="Return">What it returned.</param>
/// <param name="Error">What it refused for.</param>
public sealed record MonitorAnswer(JsonElement? Return, MonitorRefusal? Error);

/// <summary>A refusal of QEMU's.</summary>
/// <param name="Class">QEMU's class of errors.</param>
/// <param name="Description">Its sentence.</param>
public sealed record MonitorRefusal(string Class, string Description);

/// <summary>A disk that failed.</summary>
/// <param name="Target">Its name in the machine.</param>
/// <param name="NoSpace">Whether the host has no space left for it; else another error.</param>
public sealed record DiskError(string Target, bool NoSpace);
