using Pando.Model.Domains;

namespace Pando.Qemu.Tests.Machine;

public sealed class LifecycleArgumentsTests
{
    [Theory]
    [InlineData(LifecycleAction.Destroy, LifecycleAction.Restart, LifecycleAction.Destroy, "reboot=reset,shutdown=poweroff,panic=shutdown")]
    [InlineData(LifecycleAction.Destroy, LifecycleAction.Destroy, LifecycleAction.Destroy, "reboot=shutdown,shutdown=poweroff,panic=shutdown")]
    [InlineData(LifecycleAction.Destroy, LifecycleAction.Preserve, LifecycleAction.Destroy, "reboot=shutdown,shutdown=pause,panic=shutdown")]
    [InlineData(LifecycleAction.Restart, LifecycleAction.Restart, LifecycleAction.Restart, "reboot=reset,shutdown=pause,panic=pause")]
    [InlineData(LifecycleAction.Preserve, LifecycleAction.Destroy, LifecycleAction.Preserve, "reboot=shutdown,shutdown=pause,panic=pause")]
    [InlineData(LifecycleAction.Destroy, LifecycleAction.Restart, LifecycleAction.CoredumpDestroy, "reboot=reset,shutdown=poweroff,panic=pause")]
    [InlineData(LifecycleAction.Destroy, LifecycleAction.Restart, LifecycleAction.CoredumpRestart, "reboot=reset,shutdown=poweroff,panic=pause")]
    public void QEMU_does_by_itself_only_what_is_right_for_all(
        LifecycleAction powerOff, LifecycleAction reboot, LifecycleAction crash, string expected)
    {
        DomainDefinition definition = TestMachine.Definition with { OnPowerOff = powerOff, OnReboot = reboot, OnCrash = crash };

        Assert.Equal([expected], TestMachine.Build(definition).Values("-action"));
    }
}
