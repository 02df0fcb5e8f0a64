using System.Globalization;
using System.Xml.Linq;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando blkdeviotune</c>: how fast a guest may use a disk.</summary>
internal static class DiskLimitsCommand
{
    private const string RequestSize = "size_iops_sec";
    private const string Group = "group_name";

    // As virsh groups them: one of a row takes the others of the row away.
    private static readonly string[][] Rows =
    [
        ["total_bytes_sec", "read_bytes_sec", "write_bytes_sec"],
        ["total_iops_sec", "read_iops_sec", "write_iops_sec"],
        ["total_bytes_sec_max", "read_bytes_sec_max", "write_bytes_sec_max"],
        ["total_iops_sec_max", "read_iops_sec_max", "write_iops_sec_max"],
        [RequestSize],
        [Group],
        ["total_bytes_sec_max_length", "read_bytes_sec_max_length", "write_bytes_sec_max_length"],
        ["total_iops_sec_max_length", "read_iops_sec_max_length", "write_iops_sec_max_length"],
    ];

    private static readonly string[] Names = [.. Rows.SelectMany(row => row)];

    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var device = new Operand("DEVICE", WordKind.Text);
        var scope = new ScopeOptions();
        var limits = Names.ToDictionary(limit => limit, limit => new Setting("--" + limit.Replace('_', '-'), limit == Group ? "NAME" : "LIMIT"), StringComparer.Ordinal);
        return new CliCommand(name, "blkdeviotune", RunAsync, [machine, device, .. scope.All, .. limits.Values])
        {
            Examples = ["pando blkdeviotune web1 vda", "pando blkdeviotune web1 vda --total-bytes-sec 20M --total-iops-sec 500 --live --config"],
        };

        async Task<int> RunAsync(Run run)
        {
            var given = Names.Where(limit => run.Value(limits[limit]) is not null).ToDictionary(limit => limit, limit => run.Value(limits[limit])!, StringComparer.Ordinal);
            var disk = await MachineDevices.FindAsync(run, run.Value(machine), scope, run.Value(device), found => MachineDevices.IsDisk(found, run.Value(device)));
            if (given.Count == 0)
            {
                Tell(run, disk.Element("iotune"));
                return ExitCode.Done;
            }
            Change(disk, given);
            disk.Element("alias")?.Remove();
            var at = await scope.OfAsync(run, run.Value(machine));
            var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.UpdateDeviceAsync(run.Value(machine), MachineDevices.Text(disk), at, cancellationToken: cancel));
            run.Say(changed, "machine.device-updated", ("name", changed.Name), ("device", run.Value(device)));
            return ExitCode.Done;
        }
    }

    private static void Tell(Run run, XElement? tune)
    {
        var values = Names.ToDictionary(limit => limit, limit => tune?.Element(limit)?.Value ?? (limit == Group ? "" : "0"), StringComparer.Ordinal);
        run.Show<IReadOnlyDictionary<string, string>>(values, writer =>
        {
            foreach (var (limit, value) in values)
            {
                writer.WriteLine($"{limit,-15}: {Printable.Of(value)}");
            }
        });
    }

    private static void Change(XElement disk, Dictionary<string, string> given)
    {
        var tune = disk.Element("iotune") ?? new XElement("iotune");
        tune.Remove();
        foreach (var row in Rows.Where(row => row.Any(given.ContainsKey)))
        {
            row.ToList().ForEach(limit => tune.Element(limit)?.Remove());
        }
        foreach (var (limit, text) in given)
        {
            var value = limit == Group ? text : Number(limit, text);
            if (value is not ("0" or ""))
            {
                tune.Add(new XElement(limit, value));
            }
        }
        if (tune.HasElements)
        {
            disk.Add(tune);
        }
    }

    private static string Number(string limit, string text)
    {
        var option = "--" + limit.Replace('_', '-');
        return text == "0" ? text
            : limit.EndsWith("bytes_sec", StringComparison.Ordinal) || limit.EndsWith("bytes_sec_max", StringComparison.Ordinal) ? Numbers.Plain(SizeText.Bytes(option, text))
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Numbers.Plain(number)
            : throw CliException.Usage("bad-size", ("option", option), ("value", text));
    }
}
