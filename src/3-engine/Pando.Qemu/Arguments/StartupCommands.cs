using System.Globalization;
using System.Text.Json;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Devices;
using Pando.Qmp;

namespace Pando.Qemu.Arguments;

/// <summary>What a machine is told over QMP before its guest runs.</summary>
internal static class StartupCommands
{
    private const long BytesPerKiB = 1024;

    public static IReadOnlyList<QmpVerb<Nothing>> Of(DomainDefinition definition) =>
        [.. DisplayPasswords.Of(definition), .. Trays(definition), .. Throttles(definition), .. Links(definition), .. Memory(definition)];

    private static IEnumerable<QmpVerb<Nothing>> Trays(DomainDefinition definition) =>
        definition.Devices.Disks.Items
            .Where(disk => disk is { Kind: DiskKind.CdRom, TrayOpen: true })
            .Select(disk => new BlockdevOpenTray(ArgumentContext.Alias(disk)));

    private static IEnumerable<QmpVerb<Nothing>> Throttles(DomainDefinition definition) =>
        definition.Devices.Disks.Items.Where(disk => disk is { Throttle: not null, Source: not null and not VhostUserSource }).Select(ThrottleCommand.Of);

    private static IEnumerable<QmpVerb<Nothing>> Links(DomainDefinition definition) =>
        definition.Devices.Interfaces.Items
            .Where(card => card.LinkUp == false)
            .Select(card => new SetLink(ArgumentContext.Alias(card), Up: false));

    private static IEnumerable<QmpVerb<Nothing>> Memory(DomainDefinition definition)
    {
        if (definition.Devices.Memballoon is not { Model: not MemballoonModel.None } balloon)
        {
            yield break;
        }

        if (balloon.StatsPeriodSeconds is { } seconds and > 0)
        {
            yield return new QomSet(
                $"/machine/peripheral/{ArgumentContext.Alias(balloon)}",
                "guest-stats-polling-interval",
                JsonElement.Parse(seconds.ToString(CultureInfo.InvariantCulture)));
        }

        if (definition.CurrentMemoryKiB < definition.MemoryKiB)
        {
            yield return new Balloon(definition.CurrentMemoryKiB * BytesPerKiB);
        }
    }
}
