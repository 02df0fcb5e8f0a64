using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Watchdogs, and the one thing that all of them do (-watchdog-action).</summary>
internal static class WatchdogArguments
{
    public static IEnumerable<QemuArgument> Of(EquatableArray<WatchdogDevice> watchdogs, ArgumentContext context) => watchdogs.IsEmpty
        ? []
        : [.. watchdogs.Items.Select(watchdog => Of(watchdog, context)), new QemuArgument("-watchdog-action", Word(watchdogs[0].Action))];

    private static QemuArgument Of(WatchdogDevice watchdog, ArgumentContext context) => watchdog.Model switch
    {
        // The chipset has it, but its reset is not wired unless one asks.
        WatchdogModel.ItCo when context.IsExpress => new KeyValueForm().Add("ICH9-LPC.noreboot", false).As("-global"),
        WatchdogModel.ItCo => throw new Model.Errors.CallerException(
            Model.Errors.ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(watchdog)), ("reason", "qemu.reason.only-q35")),
        WatchdogModel.Ib700 => context.Device("ib700", watchdog).As("-device"),
        _ => context.Device("i6300esb", watchdog).At(watchdog, context).As("-device"),
    };

    private static string Word(WatchdogAction? action) => action switch
    {
        null => "reset",
        WatchdogAction.PowerOff => "poweroff",
        WatchdogAction.InjectNmi => "inject-nmi",
        // The guest stands still while its memory is written.
        WatchdogAction.Dump => "pause",
        { } other => other.ToString().ToLowerInvariant(),
    };
}
