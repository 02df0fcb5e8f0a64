using System.Runtime.InteropServices;
using System.Text.Json;
using Pando.Domains.Driving;
using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Monitor;

/// <summary>Finds a machine's QEMU and asks it; refuses at once where none can answer.</summary>
internal sealed class GuestMonitor(DomainRegistry registry) : IGuestMonitor
{
    public Task SendKeysAsync(DomainId id, IReadOnlyList<int> keys, TimeSpan? hold, CancellationToken cancellationToken = default) =>
        AskAsync(id, guest => guest.ExecuteAsync(
            new SendKey([.. keys.Select(key => new KeyNumber(key))], (long?)hold?.TotalMilliseconds), null, cancellationToken));

    public Task InjectNmiAsync(DomainId id, CancellationToken cancellationToken = default) =>
        AskAsync(id, guest => guest.ExecuteAsync(new InjectNmi(), null, cancellationToken));

    public Task<IReadOnlyList<DiskError>> DiskErrorsAsync(DomainId id, CancellationToken cancellationToken = default) =>
        AskAsync(id, async guest => DiskErrors.Of(guest.Live.Definition, await guest.ExecuteAsync(new QueryBlock(), null, cancellationToken)));

    public Task ResizeDiskAsync(DomainId id, string disk, long bytes, CancellationToken cancellationToken = default) =>
        AskAsync(id, async guest =>
        {
            await DiskGrowth.GrowAsync(guest, disk, bytes, cancellationToken);
            return true;
        });

    public Task SetThresholdAsync(DomainId id, string disk, long bytes, CancellationToken cancellationToken = default) =>
        AskAsync(id, async guest =>
        {
            await WriteThreshold.SetAsync(guest, disk, bytes, cancellationToken);
            return true;
        });

    public Task<ReadOnlyMemory<byte>> ScreenshotAsync(DomainId id, int screen = 0, CancellationToken cancellationToken = default) =>
        AskAsync(id, guest => Screenshot.TakeAsync(registry.Driver(id).View, guest, screen, cancellationToken));

    public Task OpenDisplayAsync(DomainId id, int display, SafeHandle connection, bool skipsPassword, CancellationToken cancellationToken = default) =>
        AskAsync(id, async guest =>
        {
            await DisplayClient.AddAsync(registry.Driver(id).View.Name, guest, display, connection, skipsPassword, cancellationToken);
            return true;
        });

    public Task<MonitorAnswer> CommandAsync(DomainId id, JsonElement command, TimeSpan? limit, CancellationToken cancellationToken = default)
    {
        if (!QmpSession.IsCommand(command))
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", "command"), ("reason", """{"execute": …}"""));
        }
        return AskAsync(id, async guest =>
        {
            registry.Driver(id).Mark(Taint.CustomMonitor);
            try
            {
                return new MonitorAnswer(await guest.ExecuteRawAsync(command, limit, cancellationToken), null);
            }
            catch (QmpErrorException e)
            {
                return new MonitorAnswer(null, new MonitorRefusal(e.ErrorClass, e.Description));
            }
        });
    }

    public Task<string> HumanCommandAsync(DomainId id, string line, TimeSpan? limit, CancellationToken cancellationToken = default) =>
        AskAsync(id, guest =>
        {
            registry.Driver(id).Mark(Taint.CustomMonitor);
            return guest.ExecuteAsync(new HumanMonitorCommand(line), limit, cancellationToken);
        });

    private async Task<TResult> AskAsync<TResult>(DomainId id, Func<RunningGuest, Task<TResult>> ask)
    {
        var driver = registry.Driver(id);
        var guest = AnsweringGuest.Of(driver);
        try
        {
            return await ask(guest);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, driver.View.Name);
        }
    }
}
