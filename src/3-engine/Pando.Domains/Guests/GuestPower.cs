using Pando.Domains.Driving;
using Pando.GuestAgent;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Guests;

/// <summary>Asking a guest to shut down or to restart: through its agent, which it obeys at once, or with the power button.</summary>
internal static class GuestPower
{
    public static async Task<OperationOutcome> ShutDownAsync(DomainView view, RunningGuest guest, PowerMode mode, CancellationToken cancellationToken)
    {
        await guest.ExecuteAsync(new SetAction(Shutdown: ShutdownAction(guest)), null, cancellationToken);
        if (!await ByAgentAsync(view, guest, mode, "powerdown", cancellationToken))
        {
            await guest.ExecuteAsync(new SystemPowerdown(), null, cancellationToken);
        }
        return new OperationOutcome.Asked();
    }

    public static async Task<OperationOutcome> RebootAsync(DomainView view, RunningGuest guest, PowerMode mode, CancellationToken cancellationToken)
    {
        if (await ByAgentAsync(view, guest, mode, "reboot", cancellationToken))
        {
            return new OperationOutcome.Asked(GuestDoesItAll: true);
        }
        await guest.ExecuteAsync(new SetAction(Shutdown: "pause"), null, cancellationToken);
        await guest.ExecuteAsync(new SystemPowerdown(), null, cancellationToken);
        return new OperationOutcome.Asked();
    }

    /// <summary>What QEMU is to do when the guest has shut down, by the definition.</summary>
    public static string ShutdownAction(RunningGuest guest) =>
        guest.Live.Definition.OnPowerOff == LifecycleAction.Destroy ? "poweroff" : "pause";

    /// <summary>Whether the agent took it; where any way will do, an agent that is not there or refuses is no failure.</summary>
    private static async Task<bool> ByAgentAsync(DomainView view, RunningGuest guest, PowerMode mode, string how, CancellationToken cancellationToken)
    {
        switch (mode)
        {
            case PowerMode.Acpi:
            case PowerMode.Any when guest.Agent is not { IsConnected: true }:
                return false;
            case PowerMode.Agent when guest.Agent is null:
                throw new CallerException(ErrorCodes.Agent.NoChannel, ("name", view.Name));
        }
        try
        {
            await guest.Agent!.AskAsync(new GuestShutdown(how), null, cancellationToken);
            return true;
        }
        catch (PandoException) when (mode == PowerMode.Any)
        {
            return false;
        }
    }
}
