// events-relay does what the pods of an EventSource and a Sensor do, with the code that they run: it watches resources as
// the source says, and puts each event through the sensor's filters, parameters and triggers. The bus between the two is a channel.
//
//	KUBECONFIG=FILE events-relay EVENTSOURCE.json SENSOR.json FILE
//
// KUBECONFIG is the source's identity, the last argument the sensor's.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	eventsourcecommon "github.com/argoproj/argo-events/pkg/eventsources/common"
	"github.com/argoproj/argo-events/pkg/eventsources/sources/resource"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/sensors"
	sensordependencies "github.com/argoproj/argo-events/pkg/sensors/dependencies"
	sensortriggers "github.com/argoproj/argo-events/pkg/sensors/triggers"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

func fail(err error) {
	fmt.Fprintln(os.Stderr, "events-relay:", err)
	os.Exit(1)
}

func read(file string, into any) {
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		fail(err)
	}
}

// named says which event of the source something is about.
type named struct {
	event string
	data  []byte
}

func main() {
	if len(os.Args) != 4 {
		fail(fmt.Errorf("usage: events-relay EVENTSOURCE.json SENSOR.json KUBECONFIG"))
	}
	source, sensor := &v1alpha1.EventSource{}, &v1alpha1.Sensor{}
	read(os.Args[1], source)
	read(os.Args[2], sensor)
	if len(source.Spec.Resource) == 0 {
		fail(fmt.Errorf("%s watches no resource", source.Name))
	}
	config, err := sharedutil.GetClientConfig(os.Args[3])
	if err != nil {
		fail(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx = logging.WithLogger(ctx, logging.NewArgoEventsLogger().Named("relay"))

	measured := metrics.NewMetrics(sensor.Namespace)
	running := sensors.NewSensorContext(
		kubernetes.NewForConfigOrDie(config), dynamic.NewForConfigOrDie(config), sensor, &v1alpha1.BusConfig{}, "", "", measured,
	)
	bus := make(chan named, 1000)
	for name, watched := range source.Spec.Resource {
		listener := &resource.EventListener{
			EventSourceName: source.Name, EventName: name, ResourceEventSource: watched, Metrics: measured,
		}
		go func() {
			if err := listener.StartListening(ctx, func(data []byte, _ ...eventsourcecommon.Option) error {
				bus <- named{name, data}
				return nil
			}); err != nil {
				fail(err)
			}
		}()
	}
	for number := 0; ; number++ {
		select {
		case <-ctx.Done():
			return
		case event := <-bus:
			deliver(ctx, running, source, sensor, event, number)
		}
	}
}

// deliver hands an event to the triggers that wait for it alone, as a sensor does with what its bus brings.
func deliver(ctx context.Context, running *sensors.SensorContext, source *v1alpha1.EventSource, sensor *v1alpha1.Sensor, event named, number int) {
	for _, dependency := range sensor.Spec.Dependencies {
		if dependency.EventSourceName != source.Name || dependency.EventName != event.event {
			continue
		}
		seen := &v1alpha1.Event{
			Context: &v1alpha1.EventContext{
				ID: strconv.Itoa(number), Source: source.Name, Subject: event.event, Type: string(v1alpha1.ResourceEvent),
				SpecVersion: "1.0", DataContentType: "application/json", Time: metav1.Time{Time: time.Now()},
			},
			Data: event.data,
		}
		if dependency.Filters != nil {
			passes, err := sensordependencies.Filter(seen, dependency.Filters, dependency.FiltersLogicalOperator)
			if err != nil {
				fmt.Printf("%s: %v\n", dependency.Name, err)
			}
			if !passes {
				continue
			}
		}
		for index := range sensor.Spec.Triggers {
			trigger := sensor.Spec.Triggers[index].DeepCopy()
			if trigger.Template.Conditions != dependency.Name {
				continue
			}
			err := sharedutil.DoWithRetry(trigger.RetryStrategy, func() error {
				return pull(ctx, running, trigger, map[string]*v1alpha1.Event{dependency.Name: seen})
			})
			fmt.Printf("%s by event %d: %v\n", trigger.Template.Name, number, err)
		}
	}
}

func pull(ctx context.Context, running *sensors.SensorContext, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) error {
	if err := sensortriggers.ApplyTemplateParameters(events, trigger); err != nil {
		return err
	}
	what := running.GetTrigger(ctx, trigger)
	if what == nil {
		return fmt.Errorf("no such kind of trigger")
	}
	object, err := what.FetchResource(ctx)
	if err != nil {
		return err
	}
	if object, err = what.ApplyResourceParameters(events, object); err != nil {
		return err
	}
	made, err := what.Execute(ctx, events, object)
	if err != nil {
		return err
	}
	return what.ApplyPolicy(ctx, made)
}
