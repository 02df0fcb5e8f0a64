using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>capabilities</c>, <c>domcapabilities</c> and <c>sysinfo</c>: what the host is, and what machines can be.</summary>
internal static class CapabilityCommands
{
    public static CliCommand Host(string name)
    {
        return new CliCommand(name, "capabilities", ShowAsync) { Examples = ["pando capabilities"] };

        static async Task<int> ShowAsync(Run run)
        {
            run.WriteXml(await run.Client.GetCapabilitiesAsync(run.Interrupts.Token));
            return ExitCode.Done;
        }
    }

    public static CliCommand Information(string name)
    {
        return new CliCommand(name, "sysinfo", ShowAsync) { Examples = ["pando sysinfo"] };

        static async Task<int> ShowAsync(Run run)
        {
            run.WriteXml(await run.Client.GetHostInformationAsync(run.Interrupts.Token));
            return ExitCode.Done;
        }
    }

    public static CliCommand Machine(string name)
    {
        var type = new Setting("--virttype", "TYPE") { Choices = ["kvm", "qemu"] };
        var program = new Setting("--emulatorbin", "PATH");
        var architecture = new Setting("--arch", "ARCH");
        var machine = new Setting("--machine", "MACHINE");
        return new CliCommand(name, "domcapabilities", ShowAsync, type, program, architecture, machine)
        {
            Examples = ["pando domcapabilities", "pando domcapabilities --machine pc"],
        };

        async Task<int> ShowAsync(Run run)
        {
            run.WriteXml(await run.Client.GetDomainCapabilitiesAsync(
                run.Value(type), run.Value(machine), run.Value(architecture), run.Value(program), run.Interrupts.Token));
            return ExitCode.Done;
        }
    }
}
