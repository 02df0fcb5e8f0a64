using Pando.Daemon.Start;
using Pando.Linux.Kvm;

namespace Pando.Daemon.Verbs;

/// <summary>Tries KVM in this process and prints the result: pandod runs itself with this, because a KVM at fault can take the process with it.</summary>
internal static class ProbeKvmVerb
{
    public static int Run()
    {
        var result = KvmProbe.RunInThisProcess();
        Console.Out.WriteLine(result.ToJson());
        return result.Verdict == KvmVerdict.Usable ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>This very program, to be started again with the verb.</summary>
    public static (string Program, string[] Arguments) Self()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("A process has a program.");
        // Run as "dotnet pandod.dll": the host needs the assembly again.
        return Path.GetFileName(program) == "dotnet" ? (program, [Environment.GetCommandLineArgs()[0], "probe-kvm"]) : (program, ["probe-kvm"]);
    }
}
