using Pando.Api.Machines;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando blockresize</c>.</summary>
internal static class DiskResizeCommand
{
    private const long KiB = 1024;

    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var disk = new Operand("DEVICE", WordKind.Text);
        var size = new Operand("SIZE", WordKind.Text);
        return new CliCommand(name, "blockresize", ResizeAsync, machine, disk, size) { Examples = ["pando blockresize web1 vda 40G"] };

        async Task<int> ResizeAsync(Run run)
        {
            // A bare number counts KiB, as virsh has it; a B says bytes.
            var bytes = SizeText.Bytes("SIZE", run.Value(size), KiB);
            await Changes.DoAsync(run, (pandod, cancel) => pandod.ResizeDiskAsync(run.Value(machine), run.Value(disk), new DiskSizeRequest { Bytes = bytes }, cancel));
            run.Say("machine.disk-resized", ("name", run.Value(machine)), ("device", run.Value(disk)), ("size", run.Texts.Bytes(bytes)));
            return Failures.ExitCode.Done;
        }
    }
}
