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
        return serials.Items.Select(serial => serial with { Target = serial.Target ?? SerialTarget.Isa, Port = serial.Port ?? Free(taken, serial.Target ?? SerialTarget.Isa) }).ToEquatableArray();
    }

    public static EquatableArray<ParallelDevice> Complete(EquatableArray<ParallelDevice> parallels)
    {
        var taken = parallels.Items.Select(parallel => parallel.Port).OfType<int>().ToHashSet();
        var next = 0;
        return parallels.Items.Select(parallel =>
        {
            while (parallel.Port is null && taken.Contains(next))
            {
                next++;
            }
            var port = parallel.Port ?? (next < ParallelDevice.MostPorts ? next : throw NoPlace("parallel"));
            taken.Add(port);
            next = port + 1;
            return parallel with { Port = port };
        }).ToEquatableArray();
    }

    // Only those on ISA are few.
    private static int Free(HashSet<int> taken, SerialTarget target)
    {
        var most = target == SerialTarget.Isa ? SerialDevice.MostPorts : int.MaxValue;
        // After the last one, as libvirt counts, as long as there is such a port.
        var after = taken.Count == 0 ? 0 : taken.Max() + 1;
        var port = after < most ? after : Enumerable.Range(0, after + 1).First(number => !taken.Contains(number));
        taken.Add(port);
        return port < most ? port : throw NoPlace("serial");
    }

    private static CallerException NoPlace(string device) => new(ErrorCodes.Definition.NoPlace, ("device", device), ("bus", "isa"));

    public static EquatableArray<ConsoleDevice> Consoles(EquatableArray<ConsoleDevice> consoles, EquatableArray<SerialDevice> serials)
    {
        var all = consoles.Items.Select((console, index) => console with
        {
            Target = console.Target ?? ConsoleTarget.Serial,
            Port = console.Port ?? index,
        }).ToEquatableArray();
        // A port on USB or PCI is no place where firmware and kernel look for their console.
        if (serials.IsEmpty || (all.IsEmpty && serials[0].Target != SerialTarget.Isa))
        {
            return all;
        }
        var mirror = new ConsoleDevice { Backend = serials[0].Backend, Target = ConsoleTarget.Serial, Port = serials[0].Port, Alias = serials[0].Alias };
        if (all.IsEmpty)
        {
            return [mirror];
        }
        return all[0].Target == ConsoleTarget.Serial ? all.SetItem(0, mirror) : serials[0].Target == SerialTarget.Isa ? [mirror, .. all] : all;
    }
}
