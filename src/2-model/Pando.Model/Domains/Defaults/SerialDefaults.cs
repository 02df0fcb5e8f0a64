using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Model.Domains;

/// <summary>Serial ports and the consoles on them: the first console is the first serial port seen again.</summary>
internal static class SerialDefaults
{
    public static EquatableArray<SerialDevice> Complete(DomainDevices devices)
    {
        var serials = devices.Serials;
        if (serials.IsEmpty && !devices.Consoles.IsEmpty && devices.Consoles[0] is { Target: null or ConsoleTarget.Serial } console)
        {
            serials = [new SerialDevice { Backend = console.Backend, Alias = console.Alias }];
        }
        var taken = serials.Items.Select(serial => serial.Port).OfType<int>().ToHashSet();
        return serials.Items.Select(serial => serial with { Port = serial.Port ?? Free(taken) }).ToEquatableArray();
    }

    // After the last one, as libvirt counts, as long as there is such a port.
    private static int Free(HashSet<int> taken)
    {
        var after = taken.Count == 0 ? 0 : taken.Max() + 1;
        var port = after < SerialDevice.MostPorts ? after : Enumerable.Range(0, after + 1).First(number => !taken.Contains(number));
        taken.Add(port);
        return port < SerialDevice.MostPorts
            ? port
            : throw new CallerException(ErrorCodes.Definition.NoPlace, ("device", "serial"), ("bus", "isa"));
    }

    public static EquatableArray<ConsoleDevice> Consoles(EquatableArray<ConsoleDevice> consoles, EquatableArray<SerialDevice> serials)
    {
        var all = consoles.Items.Select((console, index) => console with
        {
            Target = console.Target ?? ConsoleTarget.Serial,
            Port = console.Port ?? index,
        }).ToEquatableArray();
        if (serials.IsEmpty)
        {
            return all;
        }
        var mirror = new ConsoleDevice { Backend = serials[0].Backend, Target = ConsoleTarget.Serial, Port = serials[0].Port, Alias = serials[0].Alias };
        if (all.IsEmpty)
        {
            return [mirror];
        }
        return all[0].Target == ConsoleTarget.Serial ? all.SetItem(0, mirror) : all;
    }
}
