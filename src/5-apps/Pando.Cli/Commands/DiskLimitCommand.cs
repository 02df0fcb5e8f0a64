using System.Globalization;
using System.Xml.Linq;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's blkdeviotune: the limits of one disk's I/O, which QEMU keeps to. Without a change it shows them.</summary>
internal static class DiskLimitCommand
{
    private const string GroupName = "group_name";

    private static readonly string[] Names =
    [
        "total-bytes-sec", "read-bytes-sec", "write-bytes-sec", "total-iops-sec", "read-iops-sec", "write-iops-sec",
        "total-bytes-sec-max", "read-bytes-sec-max", "write-bytes-sec-max", "total-iops-sec-max", "read-iops-sec-max", "write-iops-sec-max", "size-iops-sec",
        "total-bytes-sec-max-length", "read-bytes-sec-max-length", "write-bytes-sec-max-length",
        "total-iops-sec-max-length", "read-iops-sec-max-length", "write-iops-sec-max-length",
    ];

    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var disk = new Operand("DISK", WordKind.Text);
        var group = new Setting("--group-name", "NAME");
        var limits = Array.ConvertAll(Names, static limit => new Setting("--" + limit, "NUMBER"));
        var scope = new ScopeOptions();
        return new CliCommand(name, "blkdeviotune", DoAsync, [machine, disk, .. limits, group, .. scope.All])
        {
            Examples = ["pando blkdeviotune web1 vda", "pando blkdeviotune web1 vda --total-iops-sec 500 --live --config", "pando blkdeviotune web1 vda --total-iops-sec 0"],
        };

        async Task<int> DoAsync(Run run)
        {
            var wish = Wish(run);
            var (found, version) = await MachineDevices.FindAsync(run, run.Value(machine), scope, run.Value(disk), device => MachineDevices.IsDisk(device, run.Value(disk)));
            if (wish.Count == 0)
            {
                var shown = Elements().ToDictionary(static element => element, element => found.Element("iotune")?.Element(element)?.Value ?? "0", StringComparer.Ordinal);
                run.Show<IReadOnlyDictionary<string, string>>(shown, writer => shown.Aggregate(new FactSheet(), static (sheet, one) => sheet.Add(one.Key, one.Value)).WriteTo(writer));
                return ExitCode.Done;
            }
            Put(found, wish);
            found.Element("alias")?.Remove();
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.UpdateDeviceAsync(run.Value(machine), MachineDevices.Text(found), at, force: false, version, cancel));
            run.Say(changed, "machine.device-updated", ("name", changed.Name), ("device", run.Value(disk)));
            return ExitCode.Done;
        }

        Dictionary<string, string> Wish(Run run)
        {
            var wish = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var limit in limits)
            {
                if (run.Value(limit) is { } text)
                {
                    wish[Element(limit.Name[2..])] = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                        ? text
                        : throw CliException.Usage("bad-number", ("option", limit.Name), ("value", text));
                }
            }
            if (run.Value(group) is { } together)
            {
                wish[GroupName] = together;
            }
            return wish;
        }
    }

    /// <summary>What is not said stays; 0 takes a limit away.</summary>
    private static void Put(XElement disk, Dictionary<string, string> wish)
    {
        var tuning = disk.Element("iotune");
        if (tuning is null)
        {
            disk.Add(tuning = new XElement("iotune"));
        }
        foreach (var (element, value) in wish)
        {
            tuning.SetElementValue(element, value == "0" ? null : value);
        }
        if (!tuning.HasElements)
        {
            tuning.Remove();
        }
    }

    private static IEnumerable<string> Elements() => Names.Select(Element).Append(GroupName);

    private static string Element(string name) => name.Replace('-', '_');
}
