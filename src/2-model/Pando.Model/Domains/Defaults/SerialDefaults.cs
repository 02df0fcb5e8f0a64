using Pando.Model.Domains.Devices;

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
        var last = serials.Items.Max(serial => serial.Port) ?? -1;
        return serials.Items.Select(serial => serial with { Port = serial.Port ?? ++last }).ToEquatableArray();
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
