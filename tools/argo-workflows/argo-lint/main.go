// argo-lint lints Argo Workflows manifests offline with upstream's own linter, and says how many objects it has looked at.
// Upstream's command cannot be built from its module (it embeds a web page that is not in it), and does not count.
//
// References are resolved among the files given, so give all of them at once.
//
//	argo-lint FILE_OR_FOLDER...      exit 0: clean; 1: findings; 2: could not run
package main

import (
	"fmt"
	"os"

	"github.com/argoproj/argo-workflows/v3/cmd/argo/lint"
	"github.com/argoproj/argo-workflows/v3/pkg/apiclient"
	wfv1 "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	fileutil "github.com/argoproj/argo-workflows/v3/util/file"
	"github.com/argoproj/argo-workflows/v3/workflow/common"
)

// Where an object without a namespace is taken to be.
const defaultNamespace = "argo"

// specOf gives an object's workflow, or nil for an object of a kind that is not linted.
func specOf(object any) *wfv1.WorkflowSpec {
	switch o := object.(type) {
	case *wfv1.Workflow:
		return &o.Spec
	case *wfv1.WorkflowTemplate:
		return &o.Spec
	case *wfv1.ClusterWorkflowTemplate:
		return &o.Spec
	case *wfv1.CronWorkflow:
		return &o.Spec.WorkflowSpec
	}
	return nil
}

// undefined names the templates that a workflow calls and does not have. Upstream finds them too, but crashes on them when
// the workflow has podMetadata (v3.7.0, templateresolution's addPodMetadata).
func undefined(spec *wfv1.WorkflowSpec) (names []string) {
	if spec.WorkflowTemplateRef != nil {
		return nil
	}
	known := map[string]bool{"": true}
	for _, template := range spec.Templates {
		known[template.Name] = true
	}
	call := func(name string) {
		if !known[name] {
			names = append(names, name)
		}
	}
	call(spec.Entrypoint)
	call(spec.OnExit)
	for _, template := range spec.Templates {
		for _, parallel := range template.Steps {
			for _, step := range parallel.Steps {
				call(step.Template)
				for _, hook := range step.Hooks {
					call(hook.Template)
				}
			}
		}
		if template.DAG == nil {
			continue
		}
		for _, task := range template.DAG.Tasks {
			call(task.Template)
			for _, hook := range task.Hooks {
				call(hook.Template)
			}
		}
	}
	return names
}

// look counts the objects of the kinds that are linted, and prints what upstream would crash on.
func look(files []string) (seen, findings int, err error) {
	for _, file := range files {
		err := fileutil.WalkManifests(file, func(path string, data []byte) error {
			// Not strict: an object that cannot be read as its kind is still one that was looked at.
			for _, parsed := range common.ParseObjects(data, false) {
				spec := specOf(parsed.Object)
				if spec == nil {
					continue
				}
				seen++
				for _, name := range undefined(spec) {
					findings++
					fmt.Printf("%s: %s: template %q is not defined\n", path, parsed.Object.GetName(), name)
				}
			}
			return nil
		})
		if err != nil {
			return 0, 0, err
		}
	}
	return seen, findings, nil
}

func run(files []string) (findings int, err error) {
	seen, findings, err := look(files)
	if err != nil {
		return 0, err
	}
	if findings == 0 {
		if findings, err = upstream(files); err != nil {
			return 0, err
		}
	}
	fmt.Printf("argo-lint: %d objects, %d findings\n", seen, findings)
	return findings, nil
}

// upstream prints what Argo's own linter finds.
func upstream(files []string) (findings int, err error) {
	ctx, client, err := apiclient.NewClientFromOpts(apiclient.Opts{Offline: true, OfflineFiles: files})
	if err != nil {
		return 0, err
	}
	clients, err := serviceClients(client)
	if err != nil {
		return 0, err
	}
	formatter, err := lint.GetFormatter("simple")
	if err != nil {
		return 0, err
	}
	results, err := lint.Lint(ctx, &lint.LintOptions{
		Files: files, Strict: true, DefaultNamespace: defaultNamespace, Formatter: formatter, ServiceClients: clients,
	})
	if err != nil {
		return 0, err
	}
	for _, result := range results.Results {
		for _, finding := range result.Errs {
			findings++
			fmt.Printf("%s: %v\n", result.File, finding)
		}
	}
	return findings, nil
}

func serviceClients(client apiclient.Client) (clients lint.ServiceClients, err error) {
	clients.WorkflowsClient = client.NewWorkflowServiceClient()
	if clients.WorkflowTemplatesClient, err = client.NewWorkflowTemplateServiceClient(); err != nil {
		return clients, err
	}
	if clients.CronWorkflowsClient, err = client.NewCronWorkflowServiceClient(); err != nil {
		return clients, err
	}
	clients.ClusterWorkflowTemplateClient, err = client.NewClusterWorkflowTemplateServiceClient()
	return clients, err
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: argo-lint FILE_OR_FOLDER...")
		os.Exit(2)
	}
	findings, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "argo-lint:", err)
		os.Exit(2)
	}
	if findings > 0 {
		os.Exit(1)
	}
}
