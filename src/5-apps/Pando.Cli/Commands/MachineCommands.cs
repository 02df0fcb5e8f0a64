namespace Pando.Cli.Commands;

/// <summary>The group <c>pando machine</c>: all that is done to machines, under one roof.</summary>
internal static class MachineCommands
{
    public static CliCommand Group(string name) => new(
        name, "machine", body: null,
        ListCommand.Make("list"),
        InstallCommand.Make("install"),
        DefinitionCommands.Define("define"),
        DefinitionCommands.Create("create"),
        DefinitionCommands.Undefine("undefine"),
        DefinitionCommands.DumpXml("dumpxml"),
        EditCommand.Make("edit"),
        LifecycleCommands.Start("start"),
        LifecycleCommands.Shutdown("shutdown"),
        LifecycleCommands.Reboot("reboot"),
        LifecycleCommands.Reset("reset"),
        LifecycleCommands.Destroy("destroy"),
        LifecycleCommands.Suspend("suspend"),
        LifecycleCommands.Resume("resume"),
        LifecycleCommands.Autostart("autostart"),
        SleepCommands.Suspend("pmsuspend"),
        SleepCommands.Wake("pmwakeup"),
        ConsoleCommand.Make("console"),
        ScreenshotCommand.Make("screenshot"),
        InfoCommands.Info("info"),
        InfoCommands.State("state"),
        InfoCommands.Uuid("uuid"),
        InfoCommands.Name("name"),
        InfoCommands.Disks("disks"),
        InfoCommands.Interfaces("interfaces"),
        InfoCommands.Display("display"),
        InfoCommands.VncDisplay("vncdisplay"));
}
