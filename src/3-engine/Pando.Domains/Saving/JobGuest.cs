using Pando.Domains.Adopting;
using Pando.Domains.Guests;
using Pando.Domains.Stopping;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Saving;

/// <summary>
/// The QEMU that a job is about: through the machine's own monitor, or, for a daemon that only undoes what another one
/// began and has taken up nobody yet, through a connection of its own.
/// </summary>
internal sealed class JobGuest(DomainServices services, StopInput machine, RunningGuest? running)
{
    public string Name => machine.Name;

    /// <summary>The machine that runs here; null for a daemon that only undoes.</summary>
    public RunningGuest? Running => running;

    /// <summary>Whether the very process is still there.</summary>
    public bool IsAlive => new ProcessIdentity(machine.Process.Pid, machine.Process.StartTicks, machine.Process.BootId).IsStillRunning();

    /// <summary>Executes a command. Throws <c>domain.qemu-…</c>.</summary>
    public async Task<TResult> ExecuteAsync<TResult>(QmpVerb<TResult> verb, CancellationToken cancellationToken)
    {
        try
        {
            if (running is not null)
            {
                return await running.ExecuteAsync(verb, null, cancellationToken);
            }
            await using var session = await ConnectAsync(cancellationToken);
            return await session.ExecuteAsync(verb, null, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, machine.Name);
        }
    }

    /// <summary>The same for what is undone: nothing is to be done to a process that has ended, or is just ending.</summary>
    public async Task<TResult?> TryExecuteAsync<TResult>(QmpVerb<TResult> verb, CancellationToken cancellationToken)
        where TResult : class
    {
        try
        {
            return IsAlive ? await ExecuteAsync(verb, cancellationToken) : null;
        }
        catch (Model.Errors.MachineryException) when (!cancellationToken.IsCancellationRequested)
        {
            if (await EndsAsync(cancellationToken))
            {
                return null;
            }
            throw;
        }
    }

    private async Task<bool> EndsAsync(CancellationToken cancellationToken)
    {
        using var process = new ProcessIdentity(machine.Process.Pid, machine.Process.StartTicks, machine.Process.BootId).TryOpen();
        if (process is null)
        {
            return true;
        }
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(services.Qemu.TermLimit, services.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<QmpSession> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            var socket = await UnixConnect.ConnectAsync(Adoption.MonitorPath(services.Paths.DomainRun(new DomainId(machine.Id))), services.Qemu.CommandLimit, cancellationToken);
            return await QmpSession.ConnectAsync(
                socket, new QmpOptions(services.Time, services.Qemu.CommandLimit) { GreetingLimit = services.Qemu.CommandLimit }, cancellationToken);
        }
        catch (Exception e) when (e is IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new Model.Errors.MachineryException(Model.Errors.ErrorCodes.Domain.QemuLost, e, ("name", machine.Name));
        }
    }
}
