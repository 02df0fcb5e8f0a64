using Pando.Api.Machines;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando domblkthreshold</c>.</summary>
internal static class DiskThresholdCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var disk = new Operand("DEVICE", WordKind.Text);
        var threshold = new Operand("THRESHOLD", WordKind.Text);
        return new CliCommand(name, "domblkthreshold", SetAsync, machine, disk, threshold)
        {
            Examples = ["pando domblkthreshold web1 vda 30G", "pando event --loop --event machine.block-threshold"],
        };

        async Task<int> SetAsync(Run run)
        {
            // A bare number counts bytes, as virsh has it.
            var bytes = SizeText.Bytes("THRESHOLD", run.Value(threshold), 1);
            await Changes.DoAsync(run, (pandod, cancel) => pandod.SetDiskThresholdAsync(run.Value(machine), run.Value(disk), new DiskThresholdRequest { Bytes = bytes }, cancel));
            run.Say("machine.disk-threshold", ("name", run.Value(machine)), ("device", run.Value(disk)), ("size", run.Texts.Bytes(bytes)));
            return Failures.ExitCode.Done;
        }
    }
}
