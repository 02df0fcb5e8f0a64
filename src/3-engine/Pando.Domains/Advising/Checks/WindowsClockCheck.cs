using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>What Windows needs for keeping time without waking up thousands of times a second.</summary>
internal sealed class WindowsClockCheck : IDefinitionCheck
{
    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        bool has = patient.Definition.Clock.Timers.Items.Any(static timer => timer is { Name: TimerName.HyperVClock, Present: not false });
        if (patient.System is { IsWindows: true } && !has)
        {
            yield return Diagnosis.Fixable("windows-clock", DoctorConcern.Performance, null, static machine => machine with
            {
                Clock = machine.Clock with
                {
                    Timers =
                    [
                        .. machine.Clock.Timers.Items.Where(static timer => timer.Name is not (TimerName.HyperVClock or TimerName.Hpet)),
                        new ClockTimer { Name = TimerName.Hpet, Present = false },
                        new ClockTimer { Name = TimerName.HyperVClock, Present = true },
                    ],
                },
            });
        }
    }
}
